package dev.dovetail.wire;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The recorded streams of test-fixtures/transcripts, and what tests need to read streams. */
final class Transcripts {
  private static final Path FOLDER = Path.of("test-fixtures", "transcripts");

  private Transcripts() {}

  static List<Path> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(Transcripts::isStream).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isStream(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".initiator.bin") || name.endsWith(".responder.bin");
  }

  static byte[] read(String name) throws IOException {
    return Files.readAllBytes(FOLDER.resolve(name));
  }

  /** A peer that says {@code bytes} and listens to nothing. */
  static StreamPeer peerSaying(byte[] bytes) {
    return new StreamPeer(
        new ByteArrayInputStream(bytes), OutputStream.nullOutputStream(), "test", 0, () -> {});
  }

  static InputStream endingByException(byte[] bytes) {
    return new FilterInputStream(new ByteArrayInputStream(bytes)) {
      @Override
      public int read(byte[] to, int offset, int length) throws IOException {
        int count = super.read(to, offset, length);
        if (count < 0) {
          throw new PeerGoneException("end");
        }
        return count;
      }
    };
  }

  static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}

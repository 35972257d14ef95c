package dev.dovetail.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawlogTest {
  @TempDir private Path folder;

  @Test
  void writesEachLineWhenItIsCompleteWithItsDirection() throws IOException {
    Path path = folder.resolve("raw");
    Files.writeString(path, "old content");
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    try (Rawlog log = Rawlog.create(path)) {
      OutputStream out = log.output(wire);
      InputStream in = log.input(new ByteArrayInputStream(Transcripts.latin1("Hb\nrest\u00ff")));
      out.write(Transcripts.latin1("VERSION\tdsync\nHa"));
      in.readAllBytes();
      out.write('\r');
      out.write('\n');
      out.flush();
    }
    assertThat(Transcripts.latin1(wire.toByteArray())).isEqualTo("VERSION\tdsync\nHa\r\n");
    List<String> lines = List.of(Files.readString(path, StandardCharsets.ISO_8859_1).split("\n"));
    assertThat(lines).allMatch(line -> line.matches("(?s)\\d{10,}\\.\\d{6} [IO]: .*"));
    assertThat(lines.stream().map(line -> line.substring(line.indexOf(' ') + 1)))
        .containsExactly("O: VERSION\tdsync", "I: Hb", "O: Ha\r", "I: rest\u00ff");
  }

  @Test
  void isForTheOwnerOnly() throws IOException {
    Path path = folder.resolve("raw");
    Rawlog.create(path).close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
  }

  @Test
  void saysWhyTheFileCannotBeCreated() {
    Path path = folder.resolve("missing/raw");
    assertThatThrownBy(() -> Rawlog.create(path))
        .isInstanceOf(IOException.class)
        .hasMessage("creat(" + path + ") failed: No such file or directory");
  }

  @Test
  void boundsWhatItKeepsOfALineThatDoesNotEnd() throws IOException {
    Path path = folder.resolve("raw");
    try (Rawlog log = Rawlog.create(path)) {
      OutputStream out = log.output(OutputStream.nullOutputStream());
      byte[] piece = Transcripts.latin1("x".repeat(50_000));
      for (int i = 0; i < 10; i++) {
        out.write(piece);
      }
    }
    String text = Files.readString(path);
    assertThat(text.chars().filter(c -> c == 'x').count()).isEqualTo(500_000);
    assertThat(text.lines().count()).isEqualTo(8);
  }

  @Test
  void aFullDiskDisturbsNobodyBeforeTheEnd() throws IOException {
    Path full = Path.of("/dev/full");
    if (!Files.isWritable(full)) {
      return;
    }
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    Rawlog log = Rawlog.create(full);
    log.output(wire).write(Transcripts.latin1("a\nb\n"));
    assertThat(Transcripts.latin1(wire.toByteArray())).isEqualTo("a\nb\n");
    assertThatThrownBy(log::close).hasMessageContaining("The rawlog is not complete");
  }
}

package dev.dovetail.storage.maildir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.log.Log;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MaildirDeliveryTest {
  @TempDir Path directory;
  private MaildirPaths paths;
  private MaildirDelivery delivery;

  @BeforeEach
  void makeMaildir() throws IOException {
    paths = new MaildirPaths(directory, directory, directory);
    Files.createDirectories(paths.cur());
    Files.createDirectories(paths.tmp());
    delivery =
        new MaildirDelivery(
            paths,
            new MaildirSettings(
                FsyncMode.OPTIMIZED, "ho/st:1", false, VanishedMail.RESTORE, Log.NONE));
  }

  @Test
  void theFileHasSizesDateAndModeOfItsMail() throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-x---"));
    try (StagedFile staged = delivery.stage(stream("a\r\nb\n"), 1_000_000_000L)) {
      staged.awaitSync();
      Path file = onlyFile(paths.tmp());

      assertThat(file).hasContent("a\nb\n");
      assertThat(Files.getLastModifiedTime(file).toMillis()).isEqualTo(1_000_000_000_000L);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-r-----");
      assertThat(staged.base()).endsWith(",S=4,W=6").contains("ho\\057st\\0721");
      assertThat(MaildirName.isPlainBase(staged.base())).isTrue();
      assertThat(staged.hasSizesOf("x,S=4,W=6")).isTrue();
      assertThat(staged.hasSizesOf("x,S=4")).isFalse();
    }
  }

  @Test
  void closingWithoutCommitRemovesTheFile() throws IOException {
    delivery.stage(stream(""), 1).close();
    assertThat(paths.tmp()).isEmptyDirectory();
  }

  @Test
  void onePlacedMailMayHaveSeveralNames() throws IOException {
    StagedFile staged = delivery.stage(stream("x"), 1);
    staged.placeAt(paths.cur().resolve("one"), false);
    staged.placeAt(paths.cur().resolve("two"), true);
    staged.close();

    assertThat(paths.tmp()).isEmptyDirectory();
    assertThat(paths.cur().resolve("one")).hasContent("x");
    assertThat(paths.cur().resolve("two")).hasContent("x");
  }

  @Test
  void aStreamThatBreaksLeavesNothing() {
    InputStream broken =
        new InputStream() {
          private boolean begun;

          @Override
          public int read() throws IOException {
            throw new IOException("peer is gone");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            if (begun) {
              throw new IOException("peer is gone");
            }
            begun = true;
            return length;
          }
        };
    assertThatThrownBy(() -> delivery.stage(broken, 1)).hasMessage("peer is gone");
    assertThat(paths.tmp()).isEmptyDirectory();
  }

  @Test
  void aMissingTmpIsMadeAgain() throws IOException {
    Files.delete(paths.tmp());
    try (StagedFile staged = delivery.stage(stream("x"), 1)) {
      assertThat(paths.tmp()).isNotEmptyDirectory();
    }
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Path onlyFile(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findFirst().orElseThrow();
    }
  }
}

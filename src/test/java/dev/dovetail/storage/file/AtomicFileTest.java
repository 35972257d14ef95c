package dev.dovetail.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path directory;

  private Path target() {
    return directory.resolve("dovecot-uidlist");
  }

  private Path temporary() {
    return directory.resolve("dovecot-uidlist.tmp");
  }

  @Test
  void replacesAFileAtOnce() throws IOException {
    Files.writeString(target(), "old");
    Files.writeString(temporary(), "left over");
    try (AtomicFile file = AtomicFile.begin(target(), temporary())) {
      file.out().write("new".getBytes());
      assertThat(target()).hasContent("old");
      file.commit();
    }
    assertThat(target()).hasContent("new");
    assertThat(Files.list(directory)).containsExactly(target());
  }

  @Test
  void leavesTheOldFileWithoutACommit() throws IOException {
    Files.writeString(target(), "old");
    AtomicFile.begin(target(), temporary()).close();

    assertThat(target()).hasContent("old");
    assertThat(Files.list(directory)).containsExactly(target());
  }

  @Test
  void givesNewFilesTheModeOfTheirDirectory() throws IOException {
    for (String[] modes : new String[][] {{"rwx------", "rw-------"}, {"rwxrwx---", "rw-rw----"}}) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(modes[0]));
      AtomicFile.write(target(), temporary(), new byte[3]);

      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target())))
          .isEqualTo(modes[1]);
      assertThat(FileStatus.of(target()).gid()).isEqualTo(FileStatus.of(directory).gid());
    }
  }

  @Test
  void neverOpensAFileThatIsThere() throws IOException {
    Files.createFile(target());
    assertThatThrownBy(() -> NewFile.create(target()))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(target()).exists();
  }

  @Test
  void knowsAFileByItsIdentity() throws IOException {
    Files.writeString(target(), "12345");
    Files.createLink(temporary(), target());
    FileStatus status = FileStatus.of(target());

    assertThat(status.isSameFile(FileStatus.of(temporary()))).isTrue();
    assertThat(status.isSameFile(FileStatus.of(directory))).isFalse();
    assertThat(status.size()).isEqualTo(5);
    assertThat(status.links()).isEqualTo(2);
    assertThat(status.modifiedSeconds())
        .isEqualTo(Files.getLastModifiedTime(target()).toMillis() / 1000);
    assertThat(FileStatus.ifExists(directory.resolve("nothing"))).isEmpty();
  }
}

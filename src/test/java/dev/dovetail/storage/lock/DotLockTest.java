package dev.dovetail.storage.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.storage.LockTimeoutException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DotLockTest {
  @TempDir Path directory;

  private Path path() {
    return directory.resolve("dovecot-uidlist.lock");
  }

  @Test
  void namesItsOwnerAndGoes() throws IOException {
    try (DotLock lock = DotLock.acquire(path(), 120, 1)) {
      assertThat(lock.path()).isEqualTo(path());
      assertThat(path()).hasContent(ProcessHandle.current().pid() + ":" + HostName.get());
    }
    assertThat(Files.list(directory)).isEmpty();
  }

  @Test
  void waitsForAnOwnerThatLives() throws IOException {
    DotLock first = DotLock.acquire(path(), 120, 1);
    assertThatThrownBy(() -> DotLock.acquire(path(), 120, 0))
        .isInstanceOf(LockTimeoutException.class)
        .hasMessageContaining(path().toString())
        .hasMessageContaining("remove it");
    first.close();
    DotLock.acquire(path(), 120, 0).close();
  }

  @Test
  void waitsForAnOwnerOnAnotherHost() throws IOException {
    Files.writeString(path(), "1:another.host.example");
    assertThatThrownBy(() -> DotLock.acquire(path(), 120, 0))
        .isInstanceOf(LockTimeoutException.class);
    assertThat(path()).exists();
  }

  @Test
  void overridesADeadOwnerAtOnce() throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    Files.writeString(path(), process.pid() + ":" + HostName.get());

    DotLock.acquire(path(), 120, 0).close();
  }

  @Test
  void overridesALockThatNobodyRenews() throws IOException {
    Files.writeString(path(), "1:another.host.example");
    long now = System.currentTimeMillis();
    Files.setLastModifiedTime(path(), FileTime.fromMillis(now - 121_000));

    DotLock.acquire(path(), 120, 0).close();
  }

  @Test
  void leavesTheLockOfWhoOverrodeIt() throws IOException {
    DotLock lock = DotLock.acquire(path(), 120, 1);
    Files.move(path(), directory.resolve("kept"));
    Files.writeString(path(), "1:another.host.example");
    lock.close();

    assertThat(path()).hasContent("1:another.host.example");
  }

  @Test
  void isReleasedWhereItsDirectoryWasRenamedTo() throws IOException {
    Path old = Files.createDirectory(directory.resolve("old"));
    DotLock lock = DotLock.acquire(old.resolve("list.lock"), 120, 1);
    Path now = directory.resolve("new");
    lock.mayMoveTo(now.resolve("list.lock"));
    Files.move(old, now);
    lock.close();

    assertThat(now).isEmptyDirectory();
  }

  @Test
  void isReleasedWhereItWasIfItsDirectoryWasNotRenamed() throws IOException {
    DotLock lock = DotLock.acquire(path(), 120, 1);
    lock.mayMoveTo(directory.resolve("never.lock"));
    lock.close();
    assertThat(directory).isEmptyDirectory();
  }
}

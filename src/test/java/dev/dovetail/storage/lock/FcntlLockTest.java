package dev.dovetail.storage.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.storage.LockTimeoutException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FcntlLockTest {
  @TempDir Path directory;
  private final ExecutorService others = Executors.newCachedThreadPool();

  @AfterEach
  void stopOthers() {
    others.shutdownNow();
  }

  private Path path() {
    return directory.resolve(".dovecot-sync.lock");
  }

  @Test
  void leavesNothingBehind() throws IOException {
    try (FcntlLock lock = FcntlLock.acquire(path(), 1)) {
      assertThat(lock).isNotNull();
      assertThat(Files.list(directory)).containsExactly(path());
    }
    assertThat(Files.list(directory)).isEmpty();
  }

  @Test
  void takesOverAFileThatNobodyLocks() throws IOException {
    Files.createFile(path());
    FcntlLock lock = FcntlLock.acquire(path(), 1);
    lock.close();
    lock.close();
    assertThat(path()).doesNotExist();
  }

  @Test
  void namesThePathWhenItGivesUp() throws Exception {
    try (FcntlLock lock = FcntlLock.acquire(path(), 1)) {
      assertThat(lock).isNotNull();
      Future<?> other = others.submit(() -> FcntlLock.acquire(path(), 0));
      assertThatThrownBy(() -> other.get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(LockTimeoutException.class)
          .hasMessageContaining(path().toString());
    }
  }

  @Test
  void givesUpWhenInterrupted() throws Exception {
    try (FcntlLock lock = FcntlLock.acquire(path(), 1)) {
      assertThat(lock).isNotNull();
      List<Throwable> failures = new ArrayList<>();
      Thread waiting =
          new Thread(
              () -> {
                try {
                  FcntlLock.acquire(path(), 600).close();
                } catch (IOException e) {
                  failures.add(e);
                }
              });
      waiting.start();
      waiting.interrupt();
      waiting.join(20_000);
      assertThat(failures).singleElement().isInstanceOf(LockTimeoutException.class);
    }
  }

  @Test
  void isHeldByOneAtATime() throws Exception {
    AtomicInteger holders = new AtomicInteger();
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      all.add(
          others.submit(
              () -> {
                for (int round = 0; round < 20; round++) {
                  FcntlLock lock = FcntlLock.acquire(path(), 60);
                  try (lock) {
                    assertThat(holders.incrementAndGet()).isEqualTo(1);
                    holders.decrementAndGet();
                  }
                }
                return null;
              }));
    }
    for (Future<?> one : all) {
      one.get(60, TimeUnit.SECONDS);
    }
    assertThat(Files.list(directory)).isEmpty();
  }

  @Test
  void needsItsDirectory() {
    assertThatThrownBy(() -> FcntlLock.acquire(directory.resolve("no/such"), 1))
        .isInstanceOf(NoSuchFileException.class);
  }
}

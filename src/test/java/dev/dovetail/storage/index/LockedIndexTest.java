package dev.dovetail.storage.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.mail.Flags;
import dev.dovetail.storage.LockTimeoutException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockedIndexTest {
  @TempDir Path directory;
  private MailIndex index;
  private final ExecutorService others = Executors.newCachedThreadPool();

  @BeforeEach
  void createIndex() throws IOException {
    index = Fixtures.create(directory, 2);
  }

  @AfterEach
  void stopOthers() {
    others.shutdownNow();
  }

  @Test
  void keepsOtherThreadsOut() throws Exception {
    try (LockedIndex locked = index.lock(10)) {
      Future<?> other = others.submit(() -> new MailIndex(directory).lock(0));
      assertThatThrownBy(() -> other.get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(LockTimeoutException.class)
          .hasMessageContaining(index.log().getFileName().toString());
      assertThat(locked.state().messages()).hasSize(2);
    }
    index.lock(0).close();
  }

  @Test
  void letsThreadsTakeTurns() throws Exception {
    List<Future<?>> writers = new ArrayList<>();
    for (int writer = 0; writer < 4; writer++) {
      writers.add(
          others.submit(
              () -> {
                for (int i = 0; i < 25; i++) {
                  try (LockedIndex locked = new MailIndex(directory).lock(60)) {
                    long uid = locked.state().nextUid();
                    locked.append(new IndexTransaction().external().append(uid, 0));
                  }
                  index.read();
                }
                return null;
              }));
    }
    for (Future<?> writer : writers) {
      writer.get(60, TimeUnit.SECONDS);
    }

    IndexState state = index.read();
    assertThat(state.messages()).hasSize(102);
    assertThat(state.nextUid()).isEqualTo(103);
    assertThat(state.highestModseq()).isEqualTo(102);
  }

  @Test
  void isHeldAgainstOtherProcesses() throws Exception {
    try (LockedIndex locked = index.lock(10)) {
      assertThat(locked.state().messages()).hasSize(2);
      assertThat(OtherProcess.canLock(index.log())).isFalse();
    }
    assertThat(OtherProcess.canLock(index.log())).isTrue();
  }

  @Test
  void refusesToReadBehindItsOwnBack() throws IOException {
    try (LockedIndex locked = index.lock(10)) {
      assertThatThrownBy(index::read).isInstanceOf(IllegalStateException.class);
      assertThat(locked.state().nextUid()).isEqualTo(3);
    }
  }

  @Test
  void mayBeClosedTwiceAndByAnotherThread() throws Exception {
    LockedIndex locked = index.lock(10);
    others
        .submit(
            () -> {
              locked.close();
              return null;
            })
        .get(10, TimeUnit.SECONDS);
    locked.close();

    index.lock(0).close();
  }

  @Test
  void appendsToTheFileThatHasTheNameWhenItIsLocked() throws Exception {
    Path replacement = directory.resolve("rotated");
    Files.copy(index.log(), replacement);
    LockedIndex first = index.lock(10);
    Future<IndexState> second =
        others.submit(
            () -> {
              try (LockedIndex locked = new MailIndex(directory).lock(30)) {
                locked.append(new IndexTransaction().flags(UidRanges.of(1), Flags.SEEN, 0));
                return locked.state();
              }
            });
    Files.move(index.log(), index.oldLog());
    Files.move(replacement, index.log());
    long old = Files.size(index.oldLog());
    first.close();
    second.get(30, TimeUnit.SECONDS);

    assertThat(Files.size(index.oldLog())).isEqualTo(old);
    assertThat(index.read().find(1).orElseThrow().flags()).isEqualTo(Flags.SEEN);
  }

  @Test
  void refusesToAppendBehindAnUnlockedWriter() throws IOException {
    try (LockedIndex locked = index.lock(10)) {
      Files.write(index.log(), new byte[4], StandardOpenOption.APPEND);
      assertThatThrownBy(
              () -> locked.append(new IndexTransaction().flags(UidRanges.of(1), Flags.SEEN, 0)))
          .hasMessageContaining("without its lock");
    }
  }
}

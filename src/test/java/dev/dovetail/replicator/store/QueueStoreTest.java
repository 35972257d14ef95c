package dev.dovetail.replicator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.log.Log;
import dev.dovetail.replicator.Priority;
import dev.dovetail.replicator.QueueEntry;
import dev.dovetail.replicator.Replica;
import dev.dovetail.replicator.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueStoreTest {
  @TempDir Path directory;
  private final List<String> said = new ArrayList<>();

  private final Log log =
      new Log() {
        @Override
        public void error(String message) {
          said.add(message);
        }

        @Override
        public void warning(String message) {
          said.add(message);
        }

        @Override
        public void info(String message) {
          said.add(message);
        }

        @Override
        public boolean debugEnabled() {
          return false;
        }

        @Override
        public void debug(Supplier<String> message) {}
      };

  private QueueStore open() throws IOException {
    return QueueStore.open(directory.resolve("own"), directory.resolve("replicator.db"), log);
  }

  private Path own(String name) {
    return directory.resolve("own").resolve(name);
  }

  static QueueEntry entry(String user, Random random) {
    List<Replica> replicas = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      replicas.add(
          new Replica(
              "tcp:host" + i + text(random),
              text(random),
              random.nextInt(2_000_000_000),
              trouble(random)));
    }
    return new QueueEntry(
        user,
        Priority.values()[random.nextInt(4)],
        random.nextInt(2_000_000_000),
        random.nextInt(2_000_000_000),
        random.nextInt(2_000_000_000),
        random.nextInt(2_000_000_000),
        random.nextBoolean(),
        trouble(random),
        replicas);
  }

  private static Trouble trouble(Random random) {
    return random.nextBoolean()
        ? Trouble.NONE
        : new Trouble(1 + random.nextInt(9), random.nextInt(2_000_000_000), text(random));
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(9); i > 0; i--) {
      text.append("ab\t\n\r\0\u0001é=+".charAt(random.nextInt(10)));
    }
    return text.toString();
  }

  /** The process may be killed at any time: nothing is closed here but the lock. */
  @Test
  void whatHasHappenedIsThereAgainAfterAKill() throws IOException {
    for (long seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      Map<String, QueueEntry> expected = new HashMap<>();
      QueueStore store = open();
      for (QueueEntry entry : store.restored()) {
        store.removed(entry.user());
      }
      for (int i = 0; i < 200; i++) {
        String user = "user" + random.nextInt(20);
        if (random.nextInt(5) == 0) {
          store.removed(user);
          expected.remove(user);
        } else {
          QueueEntry entry = entry(user, random);
          store.changed(entry);
          expected.put(user, entry);
        }
        if (random.nextInt(100) == 0) {
          store.save(List.copyOf(expected.values()));
        }
      }
      store.close();
      QueueStore again = open();
      assertThat(again.restored())
          .as("seed " + seed)
          .containsExactlyInAnyOrderElementsOf(expected.values());
      again.close();
    }
    assertThat(said).isEmpty();
  }

  @Test
  void whatHappensWhileALongJournalIsMadeShortIsKept() throws IOException {
    try (QueueStore store = open()) {
      for (int i = 0; i < 10_001; i++) {
        store.changed(QueueEntry.untried("jane"));
      }
      store.settle(
          () -> {
            store.changed(QueueEntry.untried("late"));
            return List.of(QueueEntry.untried("jane"));
          });
      assertThat(Files.readAllLines(own("replicator.journal"))).hasSize(1);
    }
    try (QueueStore again = open()) {
      assertThat(again.restored())
          .extracting(QueueEntry::user)
          .containsExactlyInAnyOrder("jane", "late");
    }
  }

  @Test
  void aKillBetweenTwoJournalsLosesNeither() throws IOException {
    try (QueueStore store = open()) {
      store.changed(QueueEntry.untried("jane"));
      Files.move(own("replicator.journal"), own("replicator.journal.old"));
    }
    try (QueueStore store = open()) {
      assertThat(store.restored()).extracting(QueueEntry::user).containsExactly("jane");
    }
    assertThat(own("replicator.journal.old")).doesNotExist();
  }

  @Test
  void aHalfLineAtTheEndOfTheJournalIsNoDamage() throws IOException {
    try (QueueStore store = open()) {
      store.changed(QueueEntry.untried("jane"));
      store.changed(QueueEntry.untried("joe"));
    }
    byte[] journal = Files.readAllBytes(own("replicator.journal"));
    for (int length = 0; length <= journal.length; length++) {
      Files.deleteIfExists(own("replicator.queue"));
      Files.write(own("replicator.journal"), java.util.Arrays.copyOf(journal, length));
      try (QueueStore store = open()) {
        assertThat(store.restored()).hasSizeLessThanOrEqualTo(2);
      }
    }
    assertThat(said).isEmpty();
  }

  @Test
  void aDamagedFileIsSetAsideAndItsGoodLinesCount() throws IOException {
    try (QueueStore store = open()) {
      store.save(List.of(QueueEntry.untried("jane"), QueueEntry.untried("joe")));
    }
    String text = Files.readString(own("replicator.queue"));
    Files.writeString(own("replicator.queue"), text.replace("joe", "jim"));
    try (QueueStore store = open()) {
      assertThat(store.restored()).extracting(QueueEntry::user).containsExactly("jane");
    }
    assertThat(said).singleElement().asString().contains("replicator.queue is damaged: 1 line ");
    assertThat(Files.readString(own("replicator.queue.damaged"))).contains("jim");
  }

  @Test
  void aFileThatIsCutOffIsDamagedToo() throws IOException {
    try (QueueStore store = open()) {
      store.save(List.of(QueueEntry.untried("jane"), QueueEntry.untried("joe")));
    }
    String text = Files.readString(own("replicator.queue"));
    Files.writeString(own("replicator.queue"), text.substring(0, text.length() - 5));
    try (QueueStore store = open()) {
      assertThat(store.restored()).extracting(QueueEntry::user).containsExactly("jane");
    }
    assertThat(said).singleElement().asString().contains("replicator.queue is damaged: 1 line ");
  }

  @Test
  void noiseInPlaceOfTheFilesStopsNothing() throws IOException {
    open().close();
    for (long seed = 0; seed < 30; seed++) {
      byte[] noise = new byte[2000];
      new Random(seed).nextBytes(noise);
      Files.write(own("replicator.queue"), noise);
      Files.write(own("replicator.journal"), noise);
      try (QueueStore store = open()) {
        assertThat(store.restored()).as("seed " + seed).isEmpty();
        store.changed(QueueEntry.untried("jane"));
      }
      try (QueueStore store = open()) {
        assertThat(store.restored()).hasSize(1);
      }
    }
  }

  @Test
  void aSecondReplicatorIsRefused() throws IOException {
    try (QueueStore store = open()) {
      store.changed(QueueEntry.untried("jane"));
      assertThatThrownBy(this::open)
          .hasMessageContaining("Another replicator has its queue in " + directory.resolve("own"));
    }
    open().close();
  }

  /** Lines of a file that a Dovecot 2.3.19.1 wrote, and one of an older version. */
  @Test
  void dovecotsQueueIsTakenOverOnce() throws IOException {
    Files.writeString(
        directory.resolve("replicator.db"),
        """
        jane@example.com\t0\t1795468280\t1795468280\t1795468280\t0\tAQAAANyk6yP4qwRr\t1795468280
        lee@example.com\t2\t0\t1795468280\t1795468270\t1\t\t0
        old@example.com\t0\t1\t2\t3\t0\tstate
        nonsense
        """);
    try (QueueStore store = open()) {
      List<QueueEntry> entries = store.restored();
      assertThat(entries).hasSize(3);
      QueueEntry jane = entries.get(0);
      assertThat(jane.lastFull()).isEqualTo(1795468280);
      assertThat(jane.replicas())
          .containsExactly(new Replica("", "AQAAANyk6yP4qwRr", 1795468280, Trouble.NONE));
      assertThat(entries.get(1).failed()).isTrue();
      assertThat(entries.get(1).priority()).isEqualTo(Priority.HIGH);
    }
    assertThat(said).anyMatch(line -> line.contains("1 lines cannot be read"));
    Files.writeString(directory.resolve("replicator.db"), "kim\t0\t1\t2\t3\t0\tstate\t4\n");
    try (QueueStore store = open()) {
      assertThat(store.restored()).extracting(QueueEntry::user).doesNotContain("kim").hasSize(3);
    }
  }

  @Test
  void aDirectoryThatCannotBeUsedIsNamed() throws IOException {
    Files.writeString(directory.resolve("own"), "in the way", StandardOpenOption.CREATE);
    assertThatThrownBy(this::open)
        .hasMessageContaining("Cannot keep the replicator's queue in " + directory.resolve("own"));
  }
}

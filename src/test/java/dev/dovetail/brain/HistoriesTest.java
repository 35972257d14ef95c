package dev.dovetail.brain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.brain.SyncOptions.Direction;
import dev.dovetail.storage.InMemoryMailbox;
import dev.dovetail.storage.InMemoryStore;
import dev.dovetail.storage.InMemoryStore.Layout;
import dev.dovetail.storage.StoredMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Two replicas, changed at random at the same time, synced in random directions and ways, end equal
 * within three runs; every mail that nobody expunged is there, and a further run changes nothing.
 *
 * <p>{@code -Ddovetail.histories=10000} runs more seeds, {@code -Ddovetail.history=N} one.
 */
class HistoriesTest {

  private static final int STEPS = 30;

  @Test
  void converge() throws IOException {
    Integer only = Integer.getInteger("dovetail.history");
    int from = only == null ? 0 : only;
    int count = only == null ? Integer.getInteger("dovetail.histories", 300) : 1;
    for (int seed = from; seed < from + count; seed++) {
      new History(seed).run();
    }
  }

  /** One story. */
  private static final class History {
    private final int seed;
    private final Random random;
    private final AtomicLong clock = new AtomicLong(1_700_000_000);
    private final InMemoryStore a =
        new InMemoryStore("memory:a", Layout.NESTED, clock::incrementAndGet, 1);
    private final InMemoryStore b =
        new InMemoryStore("memory:b", Layout.NESTED, clock::incrementAndGet, 2);
    private final List<String> story = new ArrayList<>();
    private final Set<String> delivered = new TreeSet<>();
    private final Set<String> expunged = new HashSet<>();
    private final Map<String, String> states = new HashMap<>();
    private int mails;

    History(int seed) {
      this.seed = seed;
      this.random = new Random(seed);
    }

    void run() throws IOException {
      a.create("INBOX");
      for (int step = 0; step < STEPS; step++) {
        change(random.nextBoolean() ? a : b);
        if (random.nextInt(6) == 0) {
          syncAnyhow();
        }
      }
      int runs = 0;
      do {
        sync(a, b, TwoEnds.options(Direction.TWO_WAY, true, Optional.empty()));
        story.add("full sync: " + runs);
        runs++;
      } while (runs < 3 && !mails(a).equals(mails(b)));
      assertThat(mails(b)).as(this::toString).isEqualTo(mails(a));
      for (String guid : delivered) {
        if (!expunged.contains(guid)) {
          assertThat(a.describe()).as(this::toString).contains(guid);
        }
      }
      sync(a, b, TwoEnds.options(Direction.TWO_WAY, false, Optional.empty()));
      sync(a, b, TwoEnds.options(Direction.TWO_WAY, false, Optional.empty()));
      int writes = a.writes() + b.writes();
      sync(a, b, TwoEnds.options(Direction.TWO_WAY, false, Optional.empty()));
      assertThat(a.writes() + b.writes()).as(this::toString).isEqualTo(writes);
    }

    /** What a store holds, less the traces of vanished mails that no replica has any more. */
    private static String mails(InMemoryStore store) {
      StringBuilder text = new StringBuilder();
      for (String line : store.describe().split("\n")) {
        if (!line.endsWith("(vanished)")) {
          text.append(line).append('\n');
        }
      }
      return text.toString();
    }

    private void syncAnyhow() throws IOException {
      boolean forward = random.nextBoolean();
      InMemoryStore from = forward ? a : b;
      InMemoryStore to = forward ? b : a;
      boolean full = random.nextInt(4) == 0;
      Optional<String> state =
          random.nextInt(3) == 0
              ? Optional.of(states.getOrDefault(from.location(), ""))
              : Optional.empty();
      story.add(
          "sync from "
              + from.location()
              + (full ? " full" : "")
              + state.map(s -> " state " + s).orElse(""));
      SyncOutcome outcome = sync(from, to, TwoEnds.options(Direction.TWO_WAY, full, state));
      states.put(from.location(), outcome.state());
    }

    private static SyncOutcome sync(InMemoryStore from, InMemoryStore to, SyncOptions options)
        throws IOException {
      return new TwoEnds(from, to).sync(options);
    }

    private void change(InMemoryStore store) throws IOException {
      if (!store.hasMailbox("INBOX")) {
        return;
      }
      InMemoryMailbox box = store.mailbox("INBOX");
      List<StoredMessage> messages = new ArrayList<>(box.refresh().messages());
      messages.removeIf(message -> !message.present());
      int kind = random.nextInt(12);
      String where = store.location() + ": ";
      if (kind < 4 || messages.isEmpty()) {
        String guid = "m" + mails++ + ".";
        delivered.add(guid);
        story.add(where + "deliver " + guid + " as " + box.deliver(guid, "body of " + guid));
        return;
      }
      StoredMessage message = messages.get(random.nextInt(messages.size()));
      switch (kind) {
        case 4, 5, 6 -> {
          int flags = random.nextInt(32);
          List<String> keywords =
              random.nextBoolean() ? List.of("k" + random.nextInt(3)) : List.of();
          story.add(where + "flags " + message.uid() + " " + flags + keywords);
          box.setFlags(message.uid(), flags, keywords);
        }
        case 7, 8 -> {
          story.add(where + "expunge " + message.uid() + " " + message.guid());
          expunged.add(message.guid());
          box.expunge(message.uid());
        }
        case 9 -> {
          if (existsElsewhere(store, message)) {
            story.add(where + "vanish " + message.uid() + " " + message.guid());
            box.vanish(message.uid());
          }
        }
        case 10 -> {
          if (existsElsewhere(store, message)) {
            story.add(where + "vanish and notice " + message.uid() + " " + message.guid());
            box.noticeVanished(message.uid());
          }
        }
        default -> {
          story.add(where + "lose log");
          box.loseLog();
        }
      }
    }

    /** Nobody can bring back the only copy. */
    private boolean existsElsewhere(InMemoryStore store, StoredMessage message) {
      InMemoryStore other = store == a ? b : a;
      if (!other.hasMailbox("INBOX")) {
        return false;
      }
      for (StoredMessage candidate : other.mailbox("INBOX").refresh().messages()) {
        if (candidate.present() && candidate.guid().equals(message.guid())) {
          return true;
        }
      }
      return false;
    }

    @Override
    public String toString() {
      return "seed " + seed + "\n" + String.join("\n", story) + "\n";
    }
  }
}

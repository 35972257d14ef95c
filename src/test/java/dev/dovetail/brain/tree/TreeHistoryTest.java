package dev.dovetail.brain.tree;

import static org.assertj.core.api.Assertions.fail;

import dev.dovetail.mail.Guid128;
import dev.dovetail.storage.InMemoryMailbox;
import dev.dovetail.storage.InMemoryStore;
import dev.dovetail.storage.InMemoryStore.Layout;
import dev.dovetail.storage.ListedMailbox;
import dev.dovetail.storage.TestClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random histories of two replicas come together, and nothing is lost that nobody deleted. */
class TreeHistoryTest {
  private static final int SEEDS = Integer.getInteger("dovetail.tree.seeds", 1200);
  private static final int RUNS = 3;

  /** One thing that a user did on one side, at a time. */
  private record Step(boolean onLocal, long pause, String kind, String name, String other) {
    @Override
    public String toString() {
      return (onLocal ? "local " : "remote ")
          + "+"
          + pause
          + "s "
          + kind
          + " "
          + name
          + " "
          + other;
    }
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void twoReplicasBecomeEqualWhateverHappenedToThem(Layout layout) throws IOException {
    int failures = 0;
    StringBuilder stories = new StringBuilder();
    for (int seed = 0; seed < SEEDS; seed++) {
      List<Step> common = steps(new Random(seed), 6, layout);
      List<Step> apart = steps(new Random(seed + 1_000_000L), 1 + seed % 9, layout);
      String reason = failureOf(layout, seed, common, apart);
      if (reason != null) {
        failures++;
        if (failures <= 3) {
          stories.append(shrunk(layout, seed, common, apart)).append("\n");
        }
      }
    }
    if (failures > 0) {
      fail(failures + " of " + SEEDS + " seeds failed:\n" + stories);
    }
  }

  private static List<Step> steps(Random random, int count, Layout layout) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      steps.add(step(random, layout));
    }
    return steps;
  }

  private static Step step(Random random, Layout layout) {
    String[] kinds = {
      "create",
      "create",
      "rename",
      "rename",
      "rename",
      "delete",
      "subscribe",
      "unsubscribe",
      "mkdir"
    };
    String kind = kinds[random.nextInt(layout == Layout.NESTED ? kinds.length : kinds.length - 1)];
    return new Step(random.nextBoolean(), random.nextInt(3), kind, name(random), name(random));
  }

  private static String name(Random random) {
    String[] words = {"A", "B", "C"};
    StringBuilder name = new StringBuilder(words[random.nextInt(3)]);
    while (random.nextInt(3) == 0) {
      name.append('/').append(words[random.nextInt(3)].toLowerCase());
    }
    return name.toString();
  }

  private static String shrunk(Layout layout, int seed, List<Step> common, List<Step> apart)
      throws IOException {
    List<Step> first = new ArrayList<>(common);
    List<Step> second = new ArrayList<>(apart);
    shrink(first, () -> failureOf(layout, seed, first, second) != null);
    shrink(second, () -> failureOf(layout, seed, first, second) != null);
    shrink(first, () -> failureOf(layout, seed, first, second) != null);
    return "seed "
        + seed
        + ": "
        + failureOf(layout, seed, first, second)
        + "\n  common "
        + first
        + "\n  apart "
        + second;
  }

  private interface Check {
    boolean fails() throws IOException;
  }

  private static void shrink(List<Step> steps, Check check) throws IOException {
    for (int i = steps.size() - 1; i >= 0; i--) {
      Step dropped = steps.remove(i);
      if (!check.fails()) {
        steps.add(i, dropped);
      }
    }
  }

  private static String failureOf(Layout layout, int seed, List<Step> common, List<Step> apart)
      throws IOException {
    Replicas replicas = new Replicas(layout, seed);
    for (Step step : common) {
      replicas.doStep(step);
    }
    replicas.settle();
    if (replicas.failure != null) {
      return "common: " + replicas.failure;
    }
    for (Step step : apart) {
      replicas.doStep(step);
    }
    replicas.settle();
    return replicas.failure;
  }

  private static final class Replicas {
    final TestClock clock = new TestClock(1_700_000_000);
    final InMemoryStore local;
    final InMemoryStore remote;
    final Map<InMemoryStore, Set<InMemoryMailbox>> alive = new HashMap<>();
    final Set<Guid128> deleted = new HashSet<>();
    String failure;

    Replicas(Layout layout, int seed) throws IOException {
      local = new InMemoryStore("local", layout, clock, seed);
      remote = new InMemoryStore("remote", layout, clock, seed + 1_000_000_007L);
      local.create("INBOX", new Guid128(seed, 7));
      remote.create("INBOX", new Guid128(seed, 8));
    }

    void doStep(Step step) throws IOException {
      clock.advance(step.pause);
      InMemoryStore store = step.onLocal ? local : remote;
      try {
        switch (step.kind) {
          case "create" -> store.create(step.name);
          case "rename" -> store.rename(step.name, step.other);
          case "delete" -> {
            if (store.hasMailbox(step.name)) {
              deleted.add(store.mailbox(step.name).guid());
              store.delete(step.name);
            } else if (store.hasDirectory(step.name)) {
              store.deleteDirectory(dev.dovetail.mail.MailboxName.split(step.name, '/'));
            }
          }
          case "subscribe" -> store.subscribe(step.name);
          case "unsubscribe" -> store.unsubscribe(step.name);
          case "mkdir" ->
              store.createDirectory(dev.dovetail.mail.MailboxName.split(step.name, '/'));
          default -> throw new IllegalStateException(step.kind);
        }
      } catch (dev.dovetail.failure.SyncException e) {
        // The user is told that this is not possible.
      }
    }

    Set<InMemoryMailbox> mailboxes(InMemoryStore store) throws IOException {
      Set<InMemoryMailbox> found = java.util.Collections.newSetFromMap(new IdentityHashMap<>());
      for (ListedMailbox listed : store.listMailboxes()) {
        if (!listed.isDirectory()) {
          found.add(store.openMailbox(listed.guid()));
        }
      }
      return found;
    }

    void settle() throws IOException {
      Set<InMemoryMailbox> localBefore = undeleted(local);
      Set<InMemoryMailbox> remoteBefore = undeleted(remote);
      StringBuilder story = new StringBuilder();
      for (int run = 1; run <= RUNS; run++) {
        clock.advance(1);
        TreeSync.Run done =
            run % 2 == 1 ? TreeSync.twoWay(local, remote) : TreeSync.twoWay(remote, local);
        if (!done.reasons().isEmpty()) {
          failure = "the stores were not as the trees said: " + done;
          return;
        }
        story.append("\n  run ").append(run).append(" ").append(done);
      }
      if (!local
          .describeTree()
          .replaceAll(" [0-9]+\n", "\n")
          .equals(remote.describeTree().replaceAll(" [0-9]+\n", "\n"))) {
        failure =
            "not equal:\nlocal\n"
                + local.describeTree()
                + "remote\n"
                + remote.describeTree()
                + story;
        return;
      }
      TreeSync.Run last = TreeSync.twoWay(local, remote);
      if (!last.isQuiet()) {
        failure = "not quiet: " + last + story;
        return;
      }
      localBefore.removeAll(mailboxes(local));
      remoteBefore.removeAll(mailboxes(remote));
      if (!localBefore.isEmpty() || !remoteBefore.isEmpty()) {
        failure = "lost " + names(localBefore) + names(remoteBefore) + story;
      }
    }

    private static List<String> names(Set<InMemoryMailbox> boxes) {
      List<String> names = new ArrayList<>();
      boxes.forEach(box -> names.add(box.name() + " " + box.guid()));
      return names;
    }

    private Set<InMemoryMailbox> undeleted(InMemoryStore store) throws IOException {
      Set<InMemoryMailbox> found = mailboxes(store);
      found.removeIf(box -> deleted.contains(box.guid()));
      return found;
    }
  }
}

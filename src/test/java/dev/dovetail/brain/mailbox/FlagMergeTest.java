package dev.dovetail.brain.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.mail.Flags;
import dev.dovetail.storage.LogChanges.FlagChange;
import dev.dovetail.storage.StoredMessage;
import dev.dovetail.wire.item.KeywordChange;
import dev.dovetail.wire.item.KeywordChange.Kind;
import dev.dovetail.wire.item.MailChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlagMergeTest {

  private static final int A = Flags.ANSWERED;
  private static final int F = Flags.FLAGGED;
  private static final int S = Flags.SEEN;

  @Test
  void keepsFlagsThatOneSideAddedAndTheOtherDidNotTouch() {
    FlagMerge.Result result =
        new FlagMerge(false, false).merge(local(S | A), added(A), remote(S, 0, 0));
    assertThat(result.flags()).isEqualTo(S | A);
    assertThat(result.remoteMustChange()).isTrue();
  }

  @Test
  void takesTheRemovalThatTheOtherSideLogged() {
    FlagMerge.Result result =
        new FlagMerge(false, false).merge(local(F | S), null, remote(S, 0, F));
    assertThat(result.flags()).isEqualTo(S);
    assertThat(result.remoteMustChange()).isFalse();
  }

  @Test
  void mergesChangesOfDifferentFlagsOnBothSides() {
    assertThat(new FlagMerge(false, false).merge(local(A), added(A), remote(S, S, 0)).flags())
        .isEqualTo(A | S);
  }

  @Test
  void letsThePreferredSideWinWhenOneAddedWhatTheOtherRemoved() {
    assertThat(new FlagMerge(false, false).merge(local(F), added(F), remote(0, 0, F)).flags())
        .isEqualTo(F);
    assertThat(new FlagMerge(true, false).merge(local(F), added(F), remote(0, 0, F)).flags())
        .isZero();
  }

  @Test
  void takesThePreferredSidesFlagsWhereNoLogExplainsTheDifference() {
    assertThat(new FlagMerge(true, false).merge(local(F), null, remote(S, 0, 0)).flags())
        .isEqualTo(S);
    assertThat(new FlagMerge(false, false).merge(local(F), null, remote(S, 0, 0)).flags())
        .isEqualTo(F);
  }

  @Test
  void leavesADifferenceThatNoLogExplainsIfBothWereEqualOnce() {
    FlagMerge merge = new FlagMerge(true, true);
    FlagMerge.Result result = merge.merge(local(F), null, remote(S, S, 0));
    assertThat(result.flags()).isEqualTo(F | S);
    assertThat(merge.isUnexplained()).isTrue();
  }

  @Test
  void ignoresRecent() {
    FlagMerge.Result result =
        new FlagMerge(false, false).merge(local(S), null, remote(S | Flags.RECENT, 0, 0));
    assertThat(result.flags()).isEqualTo(S);
    assertThat(result.remoteMustChange()).isFalse();
  }

  @Test
  void mergesKeywordsOneByOne() {
    StoredMessage local = new StoredMessage(1, "g", 0, List.of("Mine", "Old"), 1, true);
    FlagChange log = new FlagChange(0, 0, Map.of("Mine", true));
    MailChange remote =
        remoteKeywords(
            new KeywordChange(Kind.REMOVED, "Old"),
            new KeywordChange(Kind.ADDED_AND_FINAL, "Theirs"));

    FlagMerge.Result result = new FlagMerge(false, false).merge(local, log, remote);

    assertThat(result.keywords()).containsExactly("Mine", "Theirs");
    assertThat(result.remoteMustChange()).isTrue();
  }

  @Test
  void comesToTheSameResultOnBothSides() {
    for (int seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      Side one = new Side(random);
      Side other = new Side(random);
      boolean preferOther = random.nextBoolean();

      FlagMerge.Result here =
          new FlagMerge(preferOther, false).merge(one.message(), one.log(), other.change());
      FlagMerge.Result there =
          new FlagMerge(!preferOther, false).merge(other.message(), other.log(), one.change());

      assertThat(here.flags()).as("flags, seed %d", seed).isEqualTo(there.flags());
      assertThat(here.keywords()).as("keywords, seed %d", seed).isEqualTo(there.keywords());
    }
  }

  /** One side of a random concurrent change. */
  private record Side(
      int flags, int added, int removed, Map<String, Boolean> set, Map<String, Boolean> logged) {
    Side(Random random) {
      this(
          random.nextInt(32),
          random.nextInt(32),
          random.nextInt(32),
          new HashMap<>(),
          new HashMap<>());
      for (String keyword : List.of("a", "b", "c")) {
        set.put(keyword, random.nextBoolean());
        if (random.nextBoolean()) {
          // What the log says last is what is set now, unless something unlogged followed.
          logged.put(keyword, random.nextInt(4) == 0 ? random.nextBoolean() : set.get(keyword));
        }
      }
    }

    StoredMessage message() {
      List<String> keywords = new ArrayList<>();
      set.forEach(
          (name, isSet) -> {
            if (isSet) {
              keywords.add(name);
            }
          });
      keywords.sort(null);
      return new StoredMessage(1, "g", flags, keywords, 1, true);
    }

    FlagChange log() {
      return new FlagChange(added & ~removed, removed, logged);
    }

    MailChange change() {
      List<KeywordChange> changes = new ArrayList<>();
      for (String name : set.keySet()) {
        Boolean log = logged.get(name);
        if (set.get(name)) {
          changes.add(
              new KeywordChange(
                  Boolean.TRUE.equals(log) ? Kind.ADDED_AND_FINAL : Kind.FINAL, name));
        } else if (log != null) {
          changes.add(new KeywordChange(log ? Kind.ADDED : Kind.REMOVED, name));
        }
      }
      return new MailChange(
          MailChange.Type.SAVE,
          1,
          "g",
          null,
          1,
          0,
          added & ~removed,
          removed,
          flags,
          false,
          changes,
          0,
          0);
    }
  }

  private static StoredMessage local(int flags) {
    return new StoredMessage(1, "g", flags, List.of(), 1, true);
  }

  private static FlagChange added(int flags) {
    return new FlagChange(flags, 0, Map.of());
  }

  private static MailChange remote(int flags, int added, int removed) {
    return new MailChange(
        MailChange.Type.SAVE, 1, "g", null, 1, 0, added, removed, flags, false, List.of(), 0, 0);
  }

  private static MailChange remoteKeywords(KeywordChange... changes) {
    return new MailChange(
        MailChange.Type.SAVE, 1, "g", null, 1, 0, 0, 0, 0, false, List.of(changes), 0, 0);
  }
}

package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Mail that somebody removed behind Dovecot's back comes back from the other side in one run, under
 * the UIDs it had, and the other side loses nothing: every {@link Damage}, healed in every {@link
 * Way}. The damage strikes an account on which Dovetail works.
 */
@RequiresDovecot
class DamageIT {

  /** How the run that follows the damage goes. */
  enum Way {
    TWO_WAY,
    ONE_WAY,
    STATEFUL
  }

  private static final Set<Damage> ALL = EnumSet.allOf(Damage.class);

  /** Where the index is elsewhere, these are not the same as another. */
  private static final Set<Damage> BESIDE_AN_INDEX =
      EnumSet.of(Damage.DIRECTORY, Damage.DIRECTORY_AND_INDEX, Damage.INDEX, Damage.ALL_MAILS);

  /**
   * A Dovecot that takes over the UIDVALIDITY of a new uidlist confuses the UIDs of its own Maildir
   * (dsync-protocol 7.8), whoever sent it.
   */
  private static final Set<Damage> KEEPING_THE_UIDLIST =
      EnumSet.complementOf(EnumSet.of(Damage.UIDLIST, Damage.UIDLIST_AND_INDEX));

  static Stream<Arguments> everyWay() {
    return Stages.pairings()
        .filter(pairing -> pairing != Pairing.OURS_ALONE)
        .flatMap(pairing -> Stream.of(Way.values()).map(way -> Arguments.of(pairing, way)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("everyWay")
  void mailComesBackBeforeDovecotNoticedTheLoss(Pairing pairing, Way way) throws Exception {
    Story story = new Story(Stages.stage(pairing), ALL);
    story.strike();
    story.heal(way);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("everyWay")
  void mailComesBackWhereTheIndexIsElsewhere(Pairing pairing, Way way) throws Exception {
    Path configuration =
        Stages.dovecot()
            .configurationWith("mail_location = maildir:~/Maildir:INDEX=~/Maildir/../index");
    Story story = new Story(Stages.stage(pairing, configuration), BESIDE_AN_INDEX);
    story.strike();
    story.heal(way);
    story.removeStore();
    story.heal(way);
  }

  @EveryPairing
  void mailComesBackAfterDovecotNoticedTheLoss(Stage stage) throws Exception {
    Story story = new Story(stage, ALL);
    story.strike();
    for (Damage damage : ALL) {
      story.damaged.doveadm("fetch", "uid", "mailbox", damage.name());
    }
    // Dovecot has given the mailbox without uidlist another GUID; hers must learn it.
    stage.settle();
    story.assertHealed();
  }

  /** What the damaged side may add, it has no right to take away; Dovecot deletes here. */
  @ParameterizedTest(name = "{0} noticed={1}")
  @CsvSource({
    "OURS_TO_OURS, false", "OURS_TO_OURS, true",
    "OURS_TO_DOVECOT, false", "OURS_TO_DOVECOT, true",
    "DOVECOT_TO_OURS, false", "DOVECOT_TO_OURS, true"
  })
  void theOtherSideLosesNothingToARunThatOnlyAddsThere(Pairing pairing, boolean noticed)
      throws Exception {
    Set<Damage> damages = pairing == Pairing.OURS_TO_OURS ? ALL : KEEPING_THE_UIDLIST;
    Story story = new Story(Stages.stage(pairing), damages);
    story.strike();
    if (noticed) {
      story.damaged.doveadm("fetch", "uid", "all");
    }
    Account source = story.source();
    Command.Result result =
        source == story.stage.right()
            ? story.stage.attempt("sync", "-1")
            : story.stage.attempt("sync", "-1", "-R");
    assertThat(result.exit()).as(result.toString()).isIn(0, 2);
    assertThat(source.snapshot().texts()).containsAll(story.before.texts());
    story.stage.settle();
    assertThat(story.damaged.snapshot().content())
        .containsExactlyElementsOf(story.before.content());
  }

  /** Three mails with flags and a keyword in the mailbox of each damage, the same on both sides. */
  private static final class Story {
    final Stage stage;
    final Set<Damage> damages;
    final Account damaged;
    final StoreSnapshot before;
    String state;

    Story(Stage stage, Set<Damage> damages) throws Exception {
      this.stage = stage;
      this.damages = damages;
      damaged = stage.pairing() == Pairing.DOVECOT_TO_OURS ? stage.right() : stage.left();
      try (ImapSession imap = source().imap()) {
        for (Damage damage : damages) {
          imap.command("CREATE " + damage);
          for (String flags : List.of("\\Seen", "\\Flagged kw1", "")) {
            assertThat(imap.append(damage.name(), flags, Account.text(damage + flags)).isOk())
                .isTrue();
          }
        }
      }
      stage.settle();
      // Dovecot writes a state of zeros for a mailbox that it skips, so it must look.
      state = stage.syncFrom("", "-f");
      before = damaged.snapshot();
    }

    Account source() {
      return damaged == stage.left() ? stage.right() : stage.left();
    }

    void strike() throws IOException {
      for (Damage damage : damages) {
        Path index = damaged.home().resolve("index");
        Path mails = damaged.maildir().resolve("." + damage);
        damage.strike(mails, Files.isDirectory(index) ? index.resolve("." + damage) : mails);
      }
    }

    void removeStore() throws IOException {
      Damage.removeTree(damaged.maildir());
      Damage.removeTree(damaged.home().resolve("index"));
    }

    void heal(Way way) throws Exception {
      List<String> options = new ArrayList<>();
      if (way == Way.ONE_WAY) {
        options.add("-1");
        if (damaged == stage.left()) {
          options.add("-R");
        }
      } else if (way == Way.STATEFUL) {
        options.addAll(List.of("-s", state));
      }
      Command.Result result = stage.attempt("sync", options.toArray(new String[0]));
      if (way == Way.STATEFUL && stage.pairing() == Pairing.DOVECOT_TO_OURS) {
        // Dovecot has passed over what did not change at its end, but got no state to go on with.
        assertThat(result.exit()).as(result.toString()).isIn(0, 2);
        result = stage.attempt("sync", "-s", result.text().strip());
      }
      assertThat(result.exit()).as(result.toString()).isZero();
      assertHealed();
      if (way != Way.ONE_WAY) {
        stage.assertEqual();
      }
    }

    /** UIDNEXT may stay higher where UIDs were given before the old ones came back. */
    void assertHealed() throws Exception {
      for (Account account : List.of(stage.left(), stage.right())) {
        StoreSnapshot after = account.snapshot();
        for (Damage damage : damages) {
          assertThat(after.mails(damage.name())).isEqualTo(before.mails(damage.name()));
        }
        account.dovecot().assertNoErrors();
      }
    }
  }
}

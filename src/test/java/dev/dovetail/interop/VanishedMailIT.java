package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Stores with {@code dovetail_vanished_mail = expunge}, served by Dovetail. */
@RequiresDovecot
class VanishedMailIT {
  private static final int MAILS = 12;

  /** Which mails another program removes from the mailbox of this name. */
  private enum Cleaning {
    SOME(2, 12),
    ALL(IntStream.rangeClosed(1, MAILS).toArray()),
    NOTICED(2, 12),
    /** So many that Dovecot writes the uidlist anew and forgets their GUIDs. */
    MANY_NOTICED(1, 2, 3, 4, 5, 6);

    final Set<Integer> removed;

    Cleaning(int... removed) {
      this.removed = IntStream.of(removed).boxed().collect(Collectors.toSet());
    }

    String remaining() {
      return IntStream.rangeClosed(1, MAILS)
          .filter(uid -> !removed.contains(uid))
          .mapToObj(String::valueOf)
          .collect(Collectors.joining(" "));
    }
  }

  static Stream<Stage> everyStage() throws IOException {
    Stages.dovecot().forgetLog();
    Path configuration = configuration("expunge");
    return Stages.pairings().map(pairing -> Stages.stage(pairing, configuration));
  }

  private static Path configuration(String value) throws IOException {
    return Stages.dovecot()
        .configurationWith("plugin {", "  dovetail_vanished_mail = " + value, "}");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everyStage")
  void removedFilesAreExpungedAtBothEnds(Stage stage) throws Exception {
    Account cleaned = prepare(stage, EnumSet.allOf(Cleaning.class));
    clean(cleaned);
    stage.sync();
    assertClean(stage);
    stage.assertQuiet();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everyStage")
  void removedFilesAreExpungedAtBothEndsWithAState(Stage stage) throws Exception {
    Account cleaned = prepare(stage, EnumSet.allOf(Cleaning.class));
    String state = stage.syncFrom("", "-f");
    clean(cleaned);
    if (stage.pairing() == Pairing.DOVECOT_TO_OURS) {
      // With a state Dovecot passes over mailboxes in which nothing happened at its end.
      for (Cleaning cleaning : Cleaning.values()) {
        stage.left().run("flags add", "\\Seen", "mailbox", cleaning.name(), "uid", "7");
      }
    }
    stage.syncFrom(state);
    assertClean(stage);
  }

  @Test
  void whatWasLostWithItsListOrItsDirectoryComesBack() throws Exception {
    Stage stage = Stages.stage(Pairing.OURS_TO_DOVECOT, configuration("expunge"));
    Set<Damage> losses = EnumSet.range(Damage.DIRECTORY, Damage.UIDLIST_AND_INDEX);
    Account damaged = prepare(stage, losses);
    StoreSnapshot before = damaged.snapshot();
    for (Damage damage : losses) {
      Path mailbox = damaged.maildir().resolve("." + damage);
      damage.strike(mailbox, mailbox);
    }
    stage.settle();
    assertSameMails(before, damaged.snapshot(), losses);

    Damage.removeTree(damaged.maildir());
    stage.settle();
    assertSameMails(before, damaged.snapshot(), losses);
  }

  private static void assertSameMails(
      StoreSnapshot before, StoreSnapshot after, Set<Damage> mailboxes) {
    for (Damage damage : mailboxes) {
      assertThat(after.mails(damage.name())).isEqualTo(before.mails(damage.name()));
    }
  }

  @Test
  void aWrongValueIsRefused() throws Exception {
    Stage stage = Stages.stage(Pairing.OURS_TO_OURS, configuration("perhaps"));
    Command.Result result = stage.attempt("sync");
    assertThat(result.exit()).isEqualTo(89);
    assertThat(result.errors())
        .contains("dovetail_vanished_mail: Invalid value: perhaps (use restore or expunge)")
        .contains(" line ");
  }

  /** A mailbox of each name at both ends; returns the account that is going to lose mails. */
  private static Account prepare(Stage stage, Set<? extends Enum<?>> mailboxes) throws Exception {
    Account cleaned = stage.pairing() == Pairing.DOVECOT_TO_OURS ? stage.right() : stage.left();
    try (ImapSession imap = cleaned.imap()) {
      for (Enum<?> mailbox : mailboxes) {
        imap.command("CREATE " + mailbox);
        for (int i = 1; i <= MAILS; i++) {
          assertThat(imap.append(mailbox.name(), "", Account.text(mailbox + " " + i)).isOk())
              .isTrue();
        }
      }
    }
    stage.settle();
    return cleaned;
  }

  private static void clean(Account account) throws Exception {
    for (Cleaning cleaning : Cleaning.values()) {
      List<Path> files = Damage.mailFiles(account.maildir().resolve("." + cleaning));
      for (int uid : cleaning.removed) {
        Files.delete(files.get(uid - 1));
      }
    }
    for (Cleaning noticed : List.of(Cleaning.NOTICED, Cleaning.MANY_NOTICED)) {
      assertThat(account.uids(noticed.name())).isEqualTo(noticed.remaining());
    }
  }

  private static void assertClean(Stage stage) throws Exception {
    for (Cleaning cleaning : Cleaning.values()) {
      for (Account account : List.of(stage.left(), stage.right())) {
        assertThat(account.uids(cleaning.name())).isEqualTo(cleaning.remaining());
      }
    }
    stage.assertEqual();
  }
}

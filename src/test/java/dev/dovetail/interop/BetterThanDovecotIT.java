package dev.dovetail.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.brain.SyncState;
import dev.dovetail.mail.Guid128;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Dovecot's own rules lose, skip, or never come to an end with. */
@RequiresDovecot
class BetterThanDovecotIT {

  @BothRoles
  void filtersNeverExpungeWhatTheyHide(Stage stage) throws Exception {
    for (String box : List.of("Box", "Other")) {
      Path folder = stage.left().maildir().resolve("." + box);
      byte[] large = (Account.text("old") + "x".repeat(4000) + "\n").getBytes(UTF_8);
      stage.left().deliverInto(folder, "1700000001.large", "FS", large);
      Path small =
          stage
              .left()
              .deliverInto(folder, "1700000002.small", "S", Account.text("new").getBytes(UTF_8));
      Files.setLastModifiedTime(small, FileTime.from(Instant.parse("2026-04-01T00:00:00Z")));
      stage.left().dovecot().owner().ownAll(stage.left().maildir());
    }
    stage.settle();
    String guid = stage.left().status("guid", "Other");
    for (List<String> filter :
        List.of(
            List.of("-t", "2026-03-15"),
            List.of("-I", "2K"),
            List.of("-O", "\\Flagged"),
            List.of("-O", "-\\Flagged"),
            List.of("-m", "Other"),
            List.of("-g", guid),
            List.of("-x", "Box"),
            List.of("-n", ""))) {
      // Something to talk about in every run.
      stage.left().run("flags replace", "\\Seen " + "f" + filter.hashCode(), "mailbox", "*", "all");
      String[] options = new String[filter.size() + 1];
      options[0] = "-f";
      for (int i = 0; i < filter.size(); i++) {
        options[i + 1] = filter.get(i);
      }
      assertThat(stage.attempt("sync", options).exit()).as("%s", filter).isIn(0, 2);
      for (Account account : List.of(stage.left(), stage.right())) {
        assertThat(account.uids("Box")).as("%s", filter).isEqualTo("1 2");
        assertThat(account.uids("Other")).as("%s", filter).isEqualTo("1 2");
      }
    }
  }

  /** Of several mailboxes one end has the larger GUID of some, the other of others. */
  @ParameterizedTest
  @EnumSource(names = {"OURS_TO_OURS", "OURS_TO_DOVECOT"})
  void mailboxGuidsSettleInOneRun(Pairing pairing) throws Exception {
    Stage stage = Stages.stage(pairing);
    for (Account account : List.of(stage.left(), stage.right())) {
      account.create("Both", "Both 2", "Both 3", "Both 4", "Both 5");
      account.save("Both", "made by " + account.user());
      account.save("INBOX", "to " + account.user());
    }
    stage.sync();
    stage.assertEqual();
    assertThat(stage.left().snapshot().mails("Both")).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"OURS_TO_OURS", "OURS_TO_DOVECOT", "DOVECOT_TO_OURS"})
  void differentSeparatorsNeverLoop(Pairing pairing) throws Exception {
    Stage stage = Stages.stage(pairing, separator("."), separator("/"));
    stage.left().create("Work.a.b", "Work.c", "Gone.x.y");
    stage.right().create("Home/d/e");
    stage.left().run("mailbox subscribe", "Work.a.b", "Gone.x.y", "Never.was");
    stage.attempt("sync");
    stage.attempt("sync");
    assertThat(stage.right().run("mailbox list")).contains("Gone/x/y", "Work/a/b");
    TreeScenariosIT.nextSecond();
    stage.left().run("mailbox delete", "Gone.x.y");
    stage.left().run("mailbox unsubscribe", "Gone.x.y", "Never.was");
    stage.right().run("mailbox unsubscribe", "Work/a/b");
    stage.right().run("mailbox delete", "Home/d/e");
    stage.attempt("sync");
    stage.attempt("sync");
    assertThat(stage.right().run("mailbox list")).doesNotContain("Gone/x/y");
    assertThat(stage.left().run("mailbox list")).doesNotContain("Home.d.e").contains("Work.a.b");
    assertThat(stage.left().run("mailbox list", "-s")).isBlank();
  }

  private static Path separator(String character) throws IOException {
    return Stages.dovecot()
        .configurationWith("namespace inbox {", "  separator = " + character, "}");
  }

  @ParameterizedTest
  @EnumSource(names = {"OURS_ALONE", "OURS_TO_OURS", "DOVECOT_TO_OURS"})
  void aReplicaThatIsAheadBecomesABackupInOneRun(Pairing pairing) throws Exception {
    Stage stage = Stages.stage(pairing);
    stage.left().save("INBOX", "one");
    stage.quiet("backup");
    for (int i = 0; i < 3; i++) {
      stage.right().save("INBOX", "foreign " + i);
    }
    stage.left().save("INBOX", "two");
    StoreSnapshot source = stage.left().snapshot();
    stage.quiet("backup");
    stage.assertEqual();
    assertThat(stage.left().snapshot()).isEqualTo(source);
    stage.quiet("backup");
    stage.assertEqual();
  }

  @ParameterizedTest
  @EnumSource(names = {"OURS_TO_OURS", "OURS_TO_DOVECOT"})
  void theStateHoldsRealValuesForSkippedMailboxes(Pairing pairing) throws Exception {
    Stage stage = Stages.stage(pairing);
    stage.left().create("Quiet");
    stage.left().save("Quiet", "one");
    stage.left().save("Quiet", "two");
    stage.settle();
    stage.sync();
    Guid128 quiet = Guid128.parse(stage.left().status("guid", "Quiet"));
    String state = stage.syncFrom("");
    assertThat(SyncState.parse(state).get(quiet).lastCommonUid()).isEqualTo(2);
    assertThat(SyncState.parse(state).get(quiet).lastCommonModseq()).isPositive();
    stage.left().save("INBOX", "elsewhere");
    assertThat(SyncState.parse(stage.syncFrom(state)).get(quiet).lastCommonUid()).isEqualTo(2);
  }

  @Test
  void aStateHidesNothingThatHappenedAtTheOtherEndAlone() throws Exception {
    Stage stage = Stages.stage(Pairing.OURS_TO_OURS);
    stage.left().save("INBOX", "one");
    stage.left().save("INBOX", "two");
    stage.settle();
    String state = stage.syncFrom(stage.syncFrom(""));
    stage.right().save("INBOX", "three");
    stage.right().run("flags add", "\\Flagged", "mailbox", "INBOX", "uid", "1");
    stage.right().run("expunge", "mailbox", "INBOX", "uid", "2");
    stage.syncFrom(state);
    stage.assertEqual();
    assertThat(stage.left().uids("INBOX")).isEqualTo("1 3");
  }

  @Test
  void equalCountersHideNothing() throws Exception {
    Stage stage = Stages.stage(Pairing.OURS_TO_OURS);
    stage.left().save("INBOX", "one");
    stage.settle();
    stage.sync();
    for (Account account : List.of(stage.left(), stage.right())) {
      account.save("INBOX", "to " + account.user());
    }
    for (String counter : List.of("uidnext", "messages", "highestmodseq")) {
      assertThat(stage.left().status(counter, "INBOX"))
          .isEqualTo(stage.right().status(counter, "INBOX"));
    }
    stage.sync();
    stage.settle();
    assertThat(stage.left().snapshot().mails("INBOX")).hasSize(3);
  }
}

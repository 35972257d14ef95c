package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;

/** Mailboxes that are created, renamed, deleted and subscribed to. */
@RequiresDovecot
class TreeScenariosIT {

  @EveryPairing
  void carriesNestedNonAsciiAndAwkwardNames(Stage stage) throws Exception {
    stage.left().create("A/B/C", "Entwürfe", "Проекты/Почта", "会議", "R & D", "a b  c", "x~y", "#x");
    stage.right().create("Only/Right/Ünder", "plus+quote\"'");
    stage.left().save("Проекты/Почта", "one");
    stage.right().save("Only/Right/Ünder", "two");
    stage.settle();
    assertThat(stage.right().run("mailbox list"))
        .contains("Проекты/Почта", "会議", "R & D", "a b  c");
    assertThat(stage.left().run("mailbox list")).contains("Only/Right/Ünder", "plus+quote\"'");
    stage.assertQuiet();
  }

  @EveryPairing
  void renamesAMailboxAndMergesSubscriptions(Stage stage) throws Exception {
    stage.left().run("mailbox create", "-s", "Work", "Work/Sub", "Other");
    stage.left().save("Work", "one");
    stage.left().save("Work/Sub", "two");
    stage.settle();
    String guid = stage.right().status("guid", "Work/Sub");
    nextSecond();
    stage.left().run("mailbox rename", "Work/Sub", "Archive/Old");
    stage.left().run("mailbox subscribe", "Nonexistent");
    stage.right().run("mailbox unsubscribe", "Other");
    stage.settle();
    assertThat(stage.right().status("guid", "Archive/Old")).isEqualTo(guid);
    assertThat(stage.right().snapshot().mails("Archive/Old")).hasSize(1);
    assertThat(stage.right().run("mailbox list")).doesNotContain("Work/Sub");
    assertThat(stage.left().run("mailbox list", "-s"))
        .contains("Nonexistent")
        .doesNotContain("Other");
    stage.assertQuiet();
  }

  @EveryPairing
  void renamesWhatTheResponderRenamed(Stage stage) throws Exception {
    stage.left().create("Work");
    stage.left().save("Work", "one");
    stage.settle();
    nextSecond();
    stage.right().run("mailbox rename", "Work", "Büro");
    stage.settle();
    assertThat(stage.left().run("mailbox list")).contains("Büro").doesNotContain("Work");
    stage.assertQuiet();
  }

  @EveryPairing
  void swapsTwoMailboxes(Stage stage) throws Exception {
    stage.left().create("U", "V");
    stage.left().save("U", "was in U");
    stage.settle();
    String guid = stage.right().status("guid", "U");
    nextSecond();
    stage.left().run("mailbox rename", "U", "between");
    stage.left().run("mailbox rename", "V", "U");
    stage.left().run("mailbox rename", "between", "V");
    stage.settle();
    assertThat(stage.right().status("guid", "V")).isEqualTo(guid);
    stage.assertQuiet();
  }

  @EveryPairing
  void givesTwoMailboxesOfOneNameDifferentNames(Stage stage) throws Exception {
    stage.left().create("Foo");
    stage.left().save("Foo", "in Foo");
    stage.settle();
    stage.left().create("X");
    stage.left().save("X", "in the new X");
    nextSecond();
    stage.right().run("mailbox rename", "Foo", "X");
    stage.settle();
    assertThat(stage.left().snapshot().lines())
        .filteredOn(line -> line.contains(": uid=1 "))
        .hasSize(2);
  }

  @EveryPairing
  void deletesWhatEitherSideDeleted(Stage stage) throws Exception {
    for (String name : List.of("Gone left", "Gone right", "Stays")) {
      stage.left().create(name);
      stage.left().save(name, name);
    }
    stage.settle();
    nextSecond();
    stage.left().run("mailbox delete", "Gone left");
    stage.right().run("mailbox delete", "Gone right");
    stage.settle();
    assertThat(stage.left().run("mailbox list")).doesNotContain("Gone").contains("Stays");
    stage.assertQuiet();
  }

  @EveryPairing
  void keepsAMailboxThatWasDeletedAndMadeAgain(Stage stage) throws Exception {
    assumeThat(stage.pairing())
        .as("2.3.19.1 swaps the two GUIDs forever")
        .isNotEqualTo(Pairing.DOVECOT_TO_DOVECOT);
    stage.left().create("Again");
    stage.left().save("Again", "old");
    stage.settle();
    nextSecond();
    stage.left().run("mailbox delete", "Again");
    nextSecond();
    stage.left().create("Again");
    stage.left().save("Again", "new");
    stage.settle();
    assertThat(stage.right().run("fetch", "hdr.subject", "mailbox", "Again")).contains("new");
  }

  @EveryPairing
  void movesTheMailboxesOfARenamedDirectory(Stage stage) throws Exception {
    stage.left().create("P/x", "P/d/y");
    stage.left().save("P/x", "in x");
    stage.left().save("P/d/y", "in y");
    stage.settle();
    nextSecond();
    stage.left().run("mailbox rename", "P", "Q");
    stage.settle();
    assertThat(stage.right().snapshot().mails("Q/x")).hasSize(1);
    assertThat(stage.right().snapshot().mails("Q/d/y")).hasSize(1);
  }

  /** The mailbox log counts in seconds. */
  static void nextSecond() throws InterruptedException {
    Thread.sleep(1000 - System.currentTimeMillis() % 1000 + 20);
  }
}

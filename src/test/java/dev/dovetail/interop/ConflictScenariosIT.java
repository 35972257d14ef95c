package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** Two mailboxes of one name that were never the same mailbox, or no longer are. */
@RequiresDovecot
class ConflictScenariosIT {

  @EveryPairing
  void settlesOnOneGuidForMailboxesThatWereMadeApart(Stage stage) throws Exception {
    assumeThat(stage.pairing())
        .as("2.3.19.1 swaps the two GUIDs forever")
        .isNotEqualTo(Pairing.DOVECOT_TO_DOVECOT);
    stage.left().create("Both");
    stage.left().save("Both", "from the left");
    stage.right().create("Both");
    // One mail more on one side: mailboxes with equal counters are not looked at.
    stage.right().save("Both", "from the right");
    stage.right().save("Both", "also from the right");
    stage.settle();
    assertThat(stage.left().snapshot().mails("Both")).hasSize(3);
    stage.assertQuiet();
  }

  @EveryPairing
  void settlesOnOneGuidForTheInbox(Stage stage) throws Exception {
    assumeThat(stage.pairing())
        .as("2.3.19.1 swaps the two GUIDs forever")
        .isNotEqualTo(Pairing.DOVECOT_TO_DOVECOT);
    stage.left().save("INBOX", "from the left");
    stage.right().save("INBOX", "from the right");
    stage.right().save("INBOX", "also from the right");
    stage.settle();
    assertThat(stage.left().snapshot().mails("INBOX")).hasSize(3);
    stage.assertQuiet();
  }

  @EveryPairing
  void settlesOnOneUidValidity(Stage stage) throws Exception {
    MailScenariosIT.threeMails(stage.left());
    stage.left().create("Work");
    stage.left().save("Work", "one");
    stage.left().save("Work", "two");
    stage.settle();
    long validity = Long.parseLong(stage.left().status("uidvalidity", "Work"));
    // The side that must change is ours: Dovecot may renumber the mails when it has to.
    Account winner = stage.pairing() == Pairing.DOVECOT_TO_OURS ? stage.left() : stage.right();
    winner.run("mailbox update", "--uid-validity", Long.toString(validity + 7), "Work");
    stage.settle();
    assertThat(stage.left().status("uidvalidity", "Work")).isEqualTo(Long.toString(validity + 7));
    assertThat(stage.right().snapshot().mails("Work")).hasSize(2);
  }
}

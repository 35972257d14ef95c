package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs that begin where the one before has ended ({@code -s}). */
@RequiresDovecot
class StateScenariosIT {

  @EveryPairing
  void carriesOnlyWhatChangedSinceTheState(Stage stage) throws Exception {
    MailScenariosIT.threeMails(stage.left());
    stage.left().create("Work");
    stage.left().save("Work", "one");
    String state = stage.syncFrom("");
    assertThat(state).isNotEmpty();
    state = stage.syncFrom(state);
    state = stage.syncFrom(state);
    stage.assertEqual();

    stage.left().save("Work", "two");
    stage.left().run("flags add", "\\Answered Later", "mailbox", "INBOX", "uid", "1");
    stage.left().run("expunge", "mailbox", "INBOX", "uid", "2");
    stage.right().save("Work", "three");
    state = stage.syncFrom(state);
    state = stage.syncFrom(state);
    stage.assertEqual();
    assertThat(stage.right().snapshot().mails("Work")).hasSize(3);

    StoreSnapshot before = stage.left().snapshot();
    stage.syncFrom(state);
    assertThat(stage.left().snapshot()).isEqualTo(before);
    stage.assertEqual();
  }

  /** Deviation: Dovecot leaves alone what has not changed where the sync begins. */
  @EveryPairing
  void bringsNewMailIntoAMailboxThatHasNotChangedHere(Stage stage) throws Exception {
    MailScenariosIT.threeMails(stage.left());
    String state = "";
    for (int run = 0; run < 4; run++) {
      state = stage.syncFrom(state);
    }
    stage.right().save("INBOX", "only there");
    stage.syncFrom(state);
    int there = stage.pairing() == Pairing.DOVECOT_TO_OURS ? 3 : 4;
    assertThat(stage.left().snapshot().mails("INBOX")).hasSize(there);
  }

  @EveryPairing
  void noticesAStaleState(Stage stage) throws Exception {
    MailScenariosIT.threeMails(stage.left());
    String old = stage.syncFrom("");
    old = stage.syncFrom(old);
    for (int i = 0; i < 3; i++) {
      stage.left().save("INBOX", "later " + i);
      stage.settle();
    }
    stage.left().run("expunge", "mailbox", "INBOX", "uid", "1");
    stage.syncFrom(old);
    stage.settle();
    assertThat(stage.right().uids("INBOX")).isEqualTo("2 3 4 5 6");
  }

  @EveryPairing
  void fallsBackToAFullSyncWhenTheStateIsDamaged(Stage stage) throws Exception {
    MailScenariosIT.threeMails(stage.left());
    Command.Result result = stage.attempt("sync", "-s", "bm9uc2Vuc2U=");
    assertThat(result.exit()).as(result.toString()).isZero();
    assertThat(result.errors()).contains("Saved sync state is invalid, falling back to full sync");
    assertThat(result.text().strip()).isNotEmpty();
    stage.settle();
    assertThat(stage.right().snapshot().mails("INBOX")).hasSize(3);
  }

  @EveryPairing
  void takesAStateFromTheOtherProgram(Stage stage) throws Exception {
    MailScenariosIT.threeMails(stage.left());
    Stage other =
        new Stage(Pairing.DOVECOT_TO_DOVECOT, stage.dovetail(), stage.left(), stage.right());
    String state = other.syncFrom("");
    state = other.syncFrom(state, "-f");
    stage.left().save("INBOX", "new");
    state = stage.syncFrom(state);
    stage.right().save("INBOX", "newer");
    stage.left().save("INBOX", "newest");
    other.syncFrom(state);
    stage.settle();
    assertThat(stage.left().snapshot().mails("INBOX")).hasSize(6);
  }
}

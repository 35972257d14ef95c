package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** One-way syncs: backup in both directions, and {@code sync -1}. */
@RequiresDovecot
class BackupScenariosIT {

  @EveryPairing
  void makesTheReplicaEqualAndLeavesTheSourceAlone(Stage stage) throws Exception {
    fill(stage.left());
    StoreSnapshot source = stage.left().snapshot();
    backup(stage);
    assertThat(stage.left().snapshot()).isEqualTo(source);
    assertThat(stage.right().snapshot().mails("INBOX")).hasSize(3);
  }

  @EveryPairing
  void makesTheInitiatorEqualInReverse(Stage stage) throws Exception {
    fill(stage.right());
    StoreSnapshot source = stage.right().snapshot();
    backup(stage, "-R");
    assertThat(stage.right().snapshot()).isEqualTo(source);
    assertThat(stage.left().snapshot().mails("INBOX")).hasSize(3);
  }

  @EveryPairing
  void removesWhatOnlyTheReplicaHas(Stage stage) throws Exception {
    fill(stage.left());
    backup(stage);
    stage.left().run("flags add", "\\Answered", "mailbox", "INBOX", "uid", "1");
    stage.left().run("expunge", "mailbox", "INBOX", "uid", "2");
    stage.right().create("Foreign");
    stage.right().save("Foreign", "nobody wants it");
    stage.right().save("Work", "foreign");
    StoreSnapshot source = stage.left().snapshot();
    for (int run = 0; run < 3; run++) {
      Command.Result result = stage.attempt("backup");
      assertThat(result.exit()).as(result.toString()).isIn(0, 2, 75);
    }
    assertThat(stage.differences()).isEmpty();
    assertThat(stage.left().snapshot()).isEqualTo(source);
    assertThat(stage.right().run("mailbox list")).doesNotContain("Foreign");
    assertThat(stage.right().snapshot().mails("Work")).hasSize(1);
  }

  @EveryPairing
  void bringsBackWhatTheReplicaLost(Stage stage) throws Exception {
    fill(stage.left());
    backup(stage);
    stage.right().run("expunge", "mailbox", "Work", "all");
    StoreSnapshot source = stage.left().snapshot();
    backup(stage);
    assertThat(stage.left().snapshot()).isEqualTo(source);
    assertThat(stage.right().snapshot().mails("Work")).hasSize(1);
  }

  @EveryPairing
  void keepsAdditionsInTheDestinationOfAOneWaySync(Stage stage) throws Exception {
    fill(stage.left());
    stage.settle();
    StoreSnapshot source = stage.left().snapshot();
    stage.right().save("Work", "added there");
    stage.left().save("INBOX", "added here");
    Command.Result result = stage.attempt("sync", "-1");
    assertThat(result.exit()).as(result.toString()).isZero();
    assertThat(stage.right().snapshot().mails("Work")).hasSize(2);
    assertThat(stage.right().snapshot().mails("INBOX")).hasSize(4);
    assertThat(stage.left().snapshot().mails("Work")).isEqualTo(source.mails("Work"));
    stage.left().dovecot().assertNoErrors();
  }

  /** Dovecot may give up once, having deleted the mailbox that it will then copy anew. */
  private static void backup(Stage stage, String... options) throws Exception {
    Command.Result result = null;
    for (int run = 0; run < 3; run++) {
      result = stage.attempt("backup", options);
      assertThat(result.exit()).as(result.toString()).isIn(0, 2, 75);
      if (result.exit() == 0 && stage.differences().isEmpty()) {
        stage.left().dovecot().assertNoErrors();
        return;
      }
    }
    assertThat(stage.differences()).as("after three runs; the last: %s", result).isEmpty();
    assertThat(result.exit()).as(result.toString()).isZero();
  }

  private static void fill(Account account) throws Exception {
    MailScenariosIT.threeMails(account);
    for (String name : List.of("Work", "Archive/2025")) {
      account.create(name);
      account.save(name, "in " + name);
    }
    account.run("mailbox subscribe", "Work");
  }
}

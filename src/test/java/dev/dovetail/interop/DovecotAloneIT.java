package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two real Dovecots: what the other classes measure with must itself be right. */
@RequiresDovecot
class DovecotAloneIT {
  private static DovecotInstance dovecot;

  @BeforeAll
  static void start() throws Exception {
    dovecot = DovecotInstance.start();
  }

  @AfterAll
  static void stop() throws Exception {
    dovecot.close();
  }

  @Test
  void syncsTwoAccountsAndTheComparisonAgrees() throws Exception {
    Stage stage = stage();
    stage.left().save("INBOX", "one");
    stage.left().create("Work/Entwürfe");
    stage.left().run("mailbox subscribe", "Work/Entwürfe");
    stage.left().save("Work/Entwürfe", "two");
    stage.settle();
    stage.right().save("INBOX", "three");
    stage.right().save("INBOX", "four\0five\r".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(stage.differences()).isNotEmpty();

    stage.settle();
    stage.assertQuiet();
    assertThat(stage.left().snapshot().mails("INBOX")).hasSize(3);
  }

  @Test
  void theComparisonSeesEveryKindOfDifference() throws Exception {
    Stage stage = stage();
    stage.left().save("INBOX", "one");
    stage.left().save("INBOX", "two");
    stage.left().create("Work");
    stage.settle();

    stage.right().run("flags add", "\\Seen", "mailbox", "INBOX", "uid", "1");
    assertThat(stage.differences()).hasSize(2).allMatch(line -> line.contains("uid=1"));
    stage.right().run("flags remove", "\\Seen", "mailbox", "INBOX", "uid", "1");
    assertThat(stage.differences()).isEmpty();
    stage.right().run("flags add", "Invoice", "mailbox", "INBOX", "uid", "2");
    assertThat(stage.differences()).anyMatch(line -> line.contains("flags=Invoice"));
    stage.right().run("mailbox subscribe", "Work");
    assertThat(stage.differences()).contains("only right: subscribed Work");
    stage.right().run("mailbox update", "--min-next-uid", "99", "Work");
    assertThat(stage.differences())
        .anyMatch(line -> line.contains("Work: ") && line.contains("99"));
    stage.right().run("expunge", "mailbox", "INBOX", "uid", "1");
    assertThat(stage.differences()).anyMatch(line -> line.contains("only left:  INBOX: uid=1"));
    dovecot.assertNoErrors();
  }

  @Test
  void anImapSessionSeesWhatASyncBrings() throws Exception {
    Stage stage = stage();
    stage.left().save("INBOX", "one");
    stage.settle();
    try (ImapSession session = stage.right().imap()) {
      assertThat(session.command("SELECT INBOX")).contains("* 1 EXISTS");
      stage.left().save("INBOX", "two");
      stage.sync();
      assertThat(session.command("NOOP")).contains("* 2 EXISTS");
    }
    dovecot.assertNoErrors();
  }

  private static Stage stage() throws Exception {
    return new Stage(Pairing.DOVECOT_TO_DOVECOT, null, dovecot.newAccount(), dovecot.newAccount());
  }
}

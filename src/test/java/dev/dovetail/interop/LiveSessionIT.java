package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** An IMAP client that has the mailbox selected while a sync changes it. */
@RequiresDovecot
class LiveSessionIT {

  @EveryPairing
  void seesNewMailFlagsAndExpungesOnTheRespondersSide(Stage stage) throws Exception {
    watch(stage, stage.left(), stage.right());
  }

  @EveryPairing
  void seesNewMailFlagsAndExpungesOnTheInitiatorsSide(Stage stage) throws Exception {
    watch(stage, stage.right(), stage.left());
  }

  private static void watch(Stage stage, Account changed, Account watched) throws Exception {
    MailScenariosIT.threeMails(changed);
    stage.settle();
    try (ImapSession session = watched.imap()) {
      assertThat(session.command("SELECT INBOX")).contains("* 3 EXISTS");
      assertThat(session.command("FETCH 1:* (UID FLAGS)")).hasSize(3);

      changed.save("INBOX", "new");
      stage.sync();
      assertThat(seen(session)).contains("* 4 EXISTS");

      changed.run("flags add", "\\Answered Later", "mailbox", "INBOX", "uid", "2");
      stage.sync();
      assertThat(seen(session))
          .anyMatch(line -> line.startsWith("* 2 FETCH") && line.contains("\\Answered"))
          .anyMatch(line -> line.contains("Later"));

      changed.run("expunge", "mailbox", "INBOX", "uid", "1");
      stage.sync();
      assertThat(seen(session)).contains("* 1 EXPUNGE");

      session.command("STORE 1 +FLAGS (\\Flagged)");
      session.command("FETCH 3 (BODY[])");
    }
    stage.settle();
    assertThat(stage.left().uids("INBOX")).isEqualTo("2 3 4");
    assertThat(changed.snapshot().mails("INBOX").get(0)).contains("\\Flagged");
  }

  /** Maildir times have a grain; a session may need a second look. */
  private static List<String> seen(ImapSession session) throws Exception {
    List<String> lines = new ArrayList<>(session.command("NOOP"));
    for (int i = 0; i < 3 && lines.isEmpty(); i++) {
      Thread.sleep(500);
      lines.addAll(session.command("NOOP"));
    }
    return lines;
  }
}

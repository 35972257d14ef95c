package dev.dovetail.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Random;

/** Mails that come, change and go between two accounts. */
@RequiresDovecot
class MailScenariosIT {

  @EveryPairing
  void leavesTwoEmptyAccountsEmpty(Stage stage) throws Exception {
    stage.settle();
    assertThat(stage.left().snapshot().mails("INBOX")).isEmpty();
    stage.assertQuiet();
  }

  @EveryPairing
  void copiesAWholeAccountIntoAnEmptyOne(Stage stage) throws Exception {
    threeMails(stage.left());
    stage.left().create("Work/Entwürfe", "Empty");
    stage.left().save("Work/Entwürfe", "a draft");
    stage.left().run("flags add", "\\Draft Nachfassen", "mailbox", "Work/Entwürfe", "all");
    stage.left().run("mailbox subscribe", "Work/Entwürfe", "Nowhere");
    stage.settle();
    assertThat(stage.right().snapshot().mails("INBOX")).hasSize(3);
    assertThat(stage.right().snapshot().mails("Work/Entwürfe").get(0)).contains("Nachfassen");
    stage.assertQuiet();
  }

  @EveryPairing
  void fetchesAWholeAccountFromTheResponder(Stage stage) throws Exception {
    threeMails(stage.right());
    stage.right().create("Archive/2025");
    stage.right().save("Archive/2025", "old");
    stage.settle();
    assertThat(stage.left().snapshot().mails("INBOX")).hasSize(3);
    stage.assertQuiet();
  }

  @EveryPairing
  void mergesFlagsAndKeywordsOfBothSides(Stage stage) throws Exception {
    threeMails(stage.left());
    stage.settle();
    stage.left().run("flags add", "\\Answered", "mailbox", "INBOX", "uid", "1");
    stage.left().run("flags add", "$Label1 Work", "mailbox", "INBOX", "uid", "2");
    stage.right().run("flags add", "\\Seen", "mailbox", "INBOX", "uid", "2");
    stage.right().run("flags remove", "\\Flagged", "mailbox", "INBOX", "uid", "3");
    stage.settle();
    assertThat(stage.right().snapshot().mails("INBOX"))
        .satisfiesExactly(
            mail -> assertThat(mail).contains("flags=\\Answered \\Seen received"),
            mail -> assertThat(mail).contains("flags=$Label1 Work \\Seen received"),
            mail -> assertThat(mail).contains("flags=\\Seen received"));
    stage.assertQuiet();
  }

  @EveryPairing
  void takesAwayWhatOneSideTookAway(Stage stage) throws Exception {
    threeMails(stage.left());
    stage.settle();
    stage.left().run("flags remove", "\\Seen", "mailbox", "INBOX", "uid", "1");
    // One change more on one side: mailboxes with equal counters are not looked at.
    stage.right().run("flags add", "Junk", "mailbox", "INBOX", "uid", "3");
    stage.right().run("flags add", "\\Answered", "mailbox", "INBOX", "uid", "3");
    stage.settle();
    stage.left().run("flags remove", "Junk", "mailbox", "INBOX", "uid", "3");
    stage.settle();
    assertThat(stage.right().snapshot().mails("INBOX"))
        .noneMatch(mail -> mail.contains("Junk"))
        .anyMatch(mail -> mail.contains("uid=1") && mail.contains("flags= "));
  }

  @EveryPairing
  void expungesWhatEitherSideExpunged(Stage stage) throws Exception {
    threeMails(stage.left());
    stage.settle();
    stage.left().run("expunge", "mailbox", "INBOX", "uid", "2");
    stage.settle();
    assertThat(stage.right().uids("INBOX")).isEqualTo("1 3");
    stage.right().run("expunge", "mailbox", "INBOX", "uid", "3");
    stage.settle();
    assertThat(stage.left().uids("INBOX")).isEqualTo("1");
    stage.assertQuiet();
  }

  @EveryPairing
  void expungesOnBothSidesInAFullSyncThoughTheCountsAreEqual(Stage stage) throws Exception {
    threeMails(stage.left());
    stage.settle();
    stage.left().run("expunge", "mailbox", "INBOX", "uid", "1");
    stage.right().run("expunge", "mailbox", "INBOX", "uid", "2");
    stage.settle("-f");
    assertThat(stage.left().uids("INBOX")).isEqualTo("3");
  }

  @EveryPairing
  void givesNewUidsToMailsThatTookTheSame(Stage stage) throws Exception {
    threeMails(stage.left());
    stage.settle();
    stage.left().deliver("1700000011.M11P1.a.example.com", "", mail("newA"));
    stage.right().deliver("1700000012.M12P1.b.example.com", "S", mail("newB"));
    stage.right().deliver("1700000013.M13P1.b.example.com", "F", mail("newB2"));
    stage.settle();
    assertThat(stage.right().snapshot().mails("INBOX")).hasSize(6);
    assertThat(stage.left().uids("INBOX")).isEqualTo("1 2 3 5 6 7");
    stage.assertQuiet();
  }

  @EveryPairing
  void carriesABigMailWithEveryKindOfByte(Stage stage) throws Exception {
    stage.left().create("Other");
    stage.settle();
    stage.left().save("INBOX", awkwardMail(100_000));
    stage.left().save("INBOX", awkwardMail(3_000_000));
    stage.right().save("Other", awkwardMail(1_100_000));
    stage.settle();
    assertThat(stage.right().snapshot().mails("INBOX")).hasSize(2);
    assertThat(stage.left().snapshot().mails("Other")).hasSize(1);
  }

  @EveryPairing
  void copiesEveryInstanceOfOneGuid(Stage stage) throws Exception {
    threeMails(stage.left());
    stage.settle();
    stage.left().run("copy", "INBOX", "mailbox", "INBOX", "uid", "1");
    stage.left().run("copy", "INBOX", "mailbox", "INBOX", "uid", "1");
    stage.settle();
    assertThat(stage.right().uids("INBOX")).isEqualTo("1 2 3 4 5");
    stage.right().run("expunge", "mailbox", "INBOX", "uid", "4");
    stage.settle();
    assertThat(stage.left().uids("INBOX")).isEqualTo("1 2 3 5");
    stage.assertQuiet();
  }

  @EveryPairing
  void movesAMailToAnotherMailbox(Stage stage) throws Exception {
    threeMails(stage.left());
    stage.left().create("Archive");
    stage.settle();
    stage.left().run("move", "Archive", "mailbox", "INBOX", "uid", "2");
    stage.settle();
    assertThat(stage.right().uids("INBOX")).isEqualTo("1 3");
    assertThat(stage.right().uids("Archive")).isEqualTo("1");
    stage.assertQuiet();
  }

  static void threeMails(Account account) throws Exception {
    account.deliver("1700000001.M1P1.a.example.com", "S", mail("first"));
    account.deliver("1700000002.M2P1.a.example.com", "", mail("second"));
    account.deliver("1700000003.M3P1.a.example.com", "FS", mail("third"));
  }

  static byte[] mail(String subject) {
    return Account.text(subject).getBytes(UTF_8);
  }

  private static byte[] awkwardMail(int size) {
    Random random = new Random(size);
    ByteArrayOutputStream mail = new ByteArrayOutputStream();
    mail.writeBytes(mail("awkward " + size));
    String[] pieces = {
      ".\n", "..\n", "\n.\n", "bare\rreturn", "\r\n.\r\n", "nul\0", "\u00e4\u00ff\n"
    };
    while (mail.size() < size) {
      mail.writeBytes(pieces[random.nextInt(pieces.length)].getBytes(ISO_8859_1));
      byte[] noise = new byte[random.nextInt(300)];
      random.nextBytes(noise);
      mail.writeBytes(noise);
    }
    mail.writeBytes("\n.".getBytes(UTF_8));
    return mail.toByteArray();
  }
}

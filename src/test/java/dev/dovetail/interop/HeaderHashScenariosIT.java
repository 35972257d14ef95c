package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dovecot with mbox at the other end: its mails keep no GUID, so headers tell them apart. */
@RequiresDovecot
class HeaderHashScenariosIT {

  static List<Pairing> pairings() {
    return Stages.withDovecot();
  }

  @ParameterizedTest
  @MethodSource("pairings")
  void mailsAreMatchedByTheirHeaders(Pairing pairing) throws Exception {
    Stage stage = withMbox(pairing);
    boolean oursStarts = pairing == Pairing.OURS_TO_DOVECOT;
    Account maildir = oursStarts ? stage.left() : stage.right();
    Account mbox = oursStarts ? stage.right() : stage.left();
    maildir.create("Work");
    maildir.save("Work", "one");
    maildir.save("Work", "two");
    mbox.create("Work2");
    mbox.save("Work2", "three");
    settle(stage);
    assertThat(mails(mbox, "Work")).containsExactly("one", "two");
    assertThat(mails(maildir, "Work2")).containsExactly("three");

    maildir.run("flags add", "\\Flagged", "mailbox", "Work", "uid", "1");
    mbox.run("flags add", "\\Answered", "mailbox", "Work", "uid", "2");
    maildir.save("Work2", "four");
    mbox.save("Work", "five");
    settle(stage);
    for (Account account : List.of(mbox, maildir)) {
      assertThat(mails(account, "Work")).containsExactly("one", "two", "five");
      assertThat(mails(account, "Work2")).containsExactly("three", "four");
      assertThat(flags(account, 1)).contains("\\Flagged");
      assertThat(flags(account, 2)).contains("\\Answered");
    }
    stage.left().dovecot().assertNoErrors();
  }

  private static Stage withMbox(Pairing pairing) throws Exception {
    Path configuration =
        Stages.dovecot().configurationWith("mail_location = mbox:~/mail:INBOX=~/inbox");
    Stage plain = Stages.stage(pairing);
    Account mbox = Stages.dovecot().newAccount(configuration);
    return pairing == Pairing.OURS_TO_DOVECOT
        ? new Stage(pairing, plain.dovetail(), plain.left(), mbox)
        : new Stage(pairing, plain.dovetail(), mbox, plain.right());
  }

  private static void settle(Stage stage) throws Exception {
    for (int run = 0; run < 2; run++) {
      Command.Result result = stage.attempt("sync");
      assertThat(result.exit()).as(result.toString()).isIn(0, 2);
    }
  }

  private static List<String> mails(Account account, String mailbox) throws Exception {
    String text = account.run("-f tab fetch", "hdr.subject", "mailbox", mailbox);
    return text.lines().skip(1).toList();
  }

  private static String flags(Account account, int uid) throws Exception {
    return account.run("-f tab fetch", "flags", "mailbox", "Work", "uid", String.valueOf(uid));
  }
}

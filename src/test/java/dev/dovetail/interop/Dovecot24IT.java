package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A real Dovecot 2.4 at the other end, or beside us. Its servers keep mail as sdbox; ours, for the
 * same users, as a Maildir.
 */
@RequiresDovecot24
class Dovecot24IT {
  private static final String SDBOX = "mail_location = sdbox:~/sdbox";
  private static final String MAILDIR = "mail_location = maildir:~/Maildir";

  private static DovecotInstance dovecot;
  private static Dovetail dovetail;
  private static DovetailServer server;

  /** Ours, which trusts the certificates of both servers. */
  private static Path maildir;

  @BeforeAll
  static void start() throws Exception {
    dovecot = DovecotInstance.start(DovecotRelease.V2_4, 20, SDBOX);
    dovetail = Dovetail.builtHere(dovecot);
    maildir = dovecot.configurationWith(MAILDIR, trust());
    server = DovetailServer.start(dovecot, DovecotInstance.freePort(), true, maildir, Map.of());
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    dovecot.close();
  }

  private static String trust() {
    return "ssl_client_ca_file = " + dovecot.certificates().authority();
  }

  /** How the initiator reaches the responder. */
  private enum Way {
    PIPE {
      @Override
      List<String> toDovecot(Account responder) {
        return dovecot.dsyncServer(responder.configuration(), responder.user());
      }

      @Override
      List<String> toOurs(Account responder) {
        return dovetail.dsyncServer(responder.configuration(), responder.user());
      }
    },
    TCP {
      @Override
      List<String> toDovecot(Account responder) {
        return List.of("tcp:127.0.0.1:" + dovecot.doveadmPort());
      }

      @Override
      List<String> toOurs(Account responder) {
        return List.of("tcp:127.0.0.1:" + server.port());
      }
    },
    TCPS {
      @Override
      List<String> toDovecot(Account responder) {
        return List.of("tcps:localhost:" + dovecot.doveadmTlsPort());
      }

      @Override
      List<String> toOurs(Account responder) {
        return List.of("tcps:localhost:" + server.tlsPort());
      }
    };

    abstract List<String> toDovecot(Account responder);

    abstract List<String> toOurs(Account responder);
  }

  private interface Sync {
    Command.Result run(String... options) throws IOException, InterruptedException;
  }

  private static Sync ours(Account account, List<String> destination) {
    return options -> {
      List<String> words = new ArrayList<>(List.of("-c", account.configuration().toString()));
      words.addAll(List.of("sync", "-u", account.user()));
      words.addAll(List.of(options));
      words.addAll(destination);
      return dovetail.run(words);
    };
  }

  private static Sync dovecots(Account account, List<String> destination) {
    return options -> {
      List<String> words = new ArrayList<>(List.of(options));
      words.addAll(destination);
      return account.doveadm("sync", words.toArray(new String[0]));
    };
  }

  @ParameterizedTest
  @CsvSource({
    "PIPE, mdbox:~/mdbox",
    "PIPE, maildir:~/Other",
    "TCP,  sdbox:~/sdbox",
    "TCPS, sdbox:~/sdbox"
  })
  void weReachIt(Way way, String location) throws Exception {
    Account theirs = account(location);
    Account ours = theirs.with(maildir);
    play(ours, theirs, ours(ours, way.toDovecot(theirs)));
  }

  @ParameterizedTest
  @CsvSource({"PIPE, sdbox:~/sdbox", "TCP,  maildir:~/Other", "TCPS, mdbox:~/mdbox"})
  void itReachesUs(Way way, String location) throws Exception {
    Account theirs = account(location);
    Account ours = theirs.with(maildir);
    play(theirs, ours, dovecots(theirs, way.toOurs(ours)));
  }

  private static Account account(String location) throws IOException {
    dovecot.forgetLog();
    return dovecot.newAccount(dovecot.configurationWith("mail_location = " + location, trust()));
  }

  private static void play(Account left, Account right, Sync sync) throws Exception {
    left.create("Work", "Work/Old");
    left.save("INBOX", "one");
    left.save("Work/Old", "two");
    right.create("Play");
    right.save("INBOX", "three");
    assertDone(sync.run());
    assertDone(sync.run());

    left.run("flags add", "\\Flagged $Label1", "mailbox", "INBOX", "subject", "one");
    left.run("mailbox rename", "Work", "Job");
    left.save("Job", "four");
    right.run("flags add", "\\Seen Later", "mailbox", "Work/Old", "all");
    right.run("mailbox rename", "Play", "Fun");
    right.run("mailbox subscribe", "Fun");
    right.run("expunge", "mailbox", "INBOX", "subject", "three");
    assertDone(sync.run());
    assertSilent(sync.run());

    StoreSnapshot equal = left.snapshot();
    assertThat(StoreSnapshot.differences(equal, right.snapshot())).isEmpty();
    assertThat(equal.lines())
        .contains("mailbox Job/Old", "mailbox Fun", "subscribed Fun")
        .doesNotContain("mailbox Work", "mailbox Play");
    assertThat(equal.mails("INBOX")).singleElement().asString().contains("$Label1 \\Flagged ");
    assertThat(equal.mails("Job/Old")).singleElement().asString().contains("Later \\Seen ");
    assertThat(equal.mails("Job")).hasSize(1);
    dovecot.assertNoErrors();
  }

  /** 2: it noticed changes of its own making and asks for another run. */
  private static void assertDone(Command.Result result) {
    assertThat(result.exit()).as(result.toString()).isIn(0, 2);
  }

  private static void assertSilent(Command.Result result) {
    assertThat(result.exit()).as(result.toString()).isZero();
    assertThat(result.errors() + result.text()).as(result.toString()).isEmpty();
  }

  @Test
  void isNotAskedToTellItsReplicator() throws Exception {
    Account theirs = account("sdbox:~/sdbox");
    theirs.save("INBOX", "one");
    Account ours = theirs.with(maildir);
    assertSilent(ours(ours, Way.TCP.toDovecot(theirs)).run("-U", "-l", "5", "-N"));
    assertThat(StoreSnapshot.differences(ours.snapshot(), theirs.snapshot())).isEmpty();
    dovecot.assertNoErrors();
  }

  @Test
  void aSyncGoesOnFromItsState() throws Exception {
    Account theirs = account("sdbox:~/sdbox");
    Account ours = theirs.with(maildir);
    Sync sync = ours(ours, Way.TCP.toDovecot(theirs));
    String state = "";
    for (int run = 0; run < 2; run++) {
      theirs.save("INBOX", "there " + run);
      ours.save("INBOX", "here " + run);
      Command.Result result = sync.run("-s", state);
      assertThat(result.exit()).as(result.toString()).isZero();
      assertThat(result.text().strip()).isNotEmpty().isNotEqualTo(state);
      state = result.text().strip();
    }
    assertThat(StoreSnapshot.differences(ours.snapshot(), theirs.snapshot())).isEmpty();
    dovecot.assertNoErrors();
  }

  @Test
  void eachTurnsTheOthersWrongPasswordAway() throws Exception {
    Account theirs = account("sdbox:~/sdbox");
    String wrong = "doveadm_password = wrong";
    Account ours = theirs.with(dovecot.configurationWith(MAILDIR, wrong));
    Command.Result result = ours(ours, Way.TCP.toDovecot(theirs)).run();
    assertThat(result.exit()).as(result.toString()).isEqualTo(75);
    assertThat(result.errors()).contains("rejected the password").hasLineCount(1);

    Account wrongly = theirs.with(dovecot.configurationWith(SDBOX, wrong));
    result = dovecots(wrongly, Way.TCP.toOurs(ours)).run();
    assertThat(result.exit()).as(result.toString()).isEqualTo(75);
    assertThat(result.errors()).contains("doveadm authentication failed");
    dovecot.forgetLog();
  }

  /** The second time without its auth socket: from the configuration alone. */
  @ParameterizedTest
  @ValueSource(strings = {"", "base_dir=/nowhere"})
  void itsUsersAreTheSameToUs(String setting) throws Exception {
    String user = dovecot.newAccount().user();
    String configuration = dovecot.configuration().toString();
    for (String call :
        List.of(
            "user " + user,
            "user -e %{user|domain} " + user,
            "user nobody@example.com",
            "user *1*@example.com")) {
      List<String> words = new ArrayList<>(List.of("-c", configuration));
      if (!setting.isEmpty()) {
        words.addAll(List.of("-o", setting));
      }
      words.addAll(List.of(call.split(" ")));
      Command.Result ours = dovetail.run(words);
      Command.Result real =
          dovecot.doveadm(dovecot.configuration(), new byte[0], List.of(call.split(" ")));
      assertThat(ours.text()).as(ours.toString()).isEqualTo(real.text());
      assertThat(ours.exit()).isEqualTo(real.exit());
    }
  }
}

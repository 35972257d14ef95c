package dev.dovetail.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code dovetail replicator run} between two real Dovecots: the plugins of the first feed it, the
 * second's doveadm server is the destination, and the real doveadm asks it.
 */
@RequiresDovecot
class ReplicatorIT {
  private static DovecotInstance here;
  private static DovecotInstance there;
  private static Path configuration;
  private static RunningReplicator replicator;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    there = DovecotInstance.start(3);
    here =
        DovecotInstance.start(
            3, RunningReplicator.dovecotsLines("tcp:127.0.0.1:" + there.doveadmPort()));
    // The first users of both are for the look whether the instances answer.
    for (int i = 0; i < 2; i++) {
      there.newAccount();
      here.newAccount();
    }
    configuration = RunningReplicator.configuration(here);
    replicator = RunningReplicator.start(here, configuration);
    assertThat(replicator.said()).contains("Listening on");
  }

  @AfterAll
  static void stop() throws IOException, InterruptedException {
    replicator.close();
    here.close();
    there.close();
  }

  private static final String USER = "user2@example.com";

  private static void deliver(String name) throws IOException {
    try (LmtpSession session = new LmtpSession(here.lmtpPort())) {
      session.deliver(USER, Account.text(name));
    }
  }

  private static String arrived() throws IOException, InterruptedException {
    return there
        .doveadm(
            there.configuration(),
            new byte[0],
            List.of("fetch", "-u", USER, "hdr.subject flags", "mailbox", "INBOX"))
        .text();
  }

  private static void awaitArrival(String text) throws IOException, InterruptedException {
    for (int i = 0; i < 200 && !arrived().contains(text); i++) {
      Thread.sleep(50);
    }
    assertThat(arrived()).as(replicator.said()).contains(text);
  }

  private static Command.Result doveadm(String line) throws IOException, InterruptedException {
    return here.doveadm(here.configuration(), new byte[0], List.of(line.split(" ")));
  }

  @Test
  void aMailDeliveredHereIsSeenThereAndSoAreItsFlags() throws Exception {
    deliver("first");
    awaitArrival("first");
    doveadm("flags add -u " + USER + " \\Flagged all").succeeded();
    awaitArrival("\\Flagged");
    assertThat(doveadm("-f tab replicator status " + USER).text())
        .containsPattern("user2@example.com\tnone\t00:00:\\d\\d\t00:00:\\d\\d\t00:00:\\d\\d\t-");
    there.assertNoErrors();
  }

  @Test
  void whatAnImapSessionChangesAndRenamesIsSeenThere() throws Exception {
    deliver("read");
    try (ImapSession session = ImapSession.logIn(here.imapPort(), USER, "secret")) {
      session.command("SELECT INBOX");
      session.command("STORE 1:* +FLAGS (\\Draft)");
      session.command("CREATE Work");
      session.command("COPY 1:* Work");
      session.command("RENAME Work Archive");
    }
    awaitArrival("\\Draft");
    List<String> list = List.of("mailbox", "list", "-u", USER);
    String names = "";
    for (int i = 0; i < 200 && !names.contains("Archive"); i++) {
      Thread.sleep(50);
      names = there.doveadm(there.configuration(), new byte[0], list).text();
    }
    assertThat(names).contains("Archive").doesNotContain("Work");
  }

  @Test
  void aChangeThatNoPluginTellsOfIsSeen() throws Exception {
    deliver("silent");
    awaitArrival("silent");
    Path without = here.configurationWith("mail_plugins =");
    here.doveadm(
            without,
            new byte[0],
            List.of("flags", "add", "-u", USER, "\\Answered", "subject", "silent"))
        .succeeded();
    awaitArrival("\\Answered");
  }

  @Test
  void theRealDoveadmIsAnswered() throws Exception {
    assertThat(doveadm("replicator status").text()).contains("Total number of known users   3 ");
    assertThat(doveadm("replicator replicate -f -p high user*").text())
        .isEqualTo("3 users updated\n");
    assertThat(doveadm("replicator replicate -p bogus user*").exit()).isEqualTo(64);
    assertThat(doveadm("replicator dsync-status").text()).startsWith("username");
    doveadm("replicator remove user3@example.com").succeeded();
    assertThat(doveadm("replicator remove user3@example.com").exit()).isEqualTo(64);
    assertThat(doveadm("replicator status *").text()).doesNotContain("user3@");
    doveadm("replicator add user3*").succeeded();
    assertThat(doveadm("replicator status USER*").text()).doesNotContain("@");
    assertThat(doveadm("replicator status *").text()).contains("user3@");
  }

  @Test
  void ourStatusKnowsMore() throws Exception {
    assertThat(ours("*").text().lines().findFirst().orElse("")).contains("failed next sync secs");
    // Where to is known when the first sync has ended.
    String destination = "destination:    tcp:127.0.0.1:" + there.doveadmPort();
    for (int i = 0; i < 50 && !ours(USER).text().contains(destination); i++) {
      Thread.sleep(50);
    }
    assertThat(ours(USER).text()).contains("user:           " + USER).contains(destination);
    assertThat(ours("--json", USER).text()).startsWith("[{\"user\":\"" + USER + "\"");
    assertThat(ours("--check").exit()).isZero();
    Command.Result nobody = ours("--check", "-a", "/nosuch");
    assertThat(nobody.exit()).isEqualTo(2);
    assertThat(nobody.text()).startsWith("CRITICAL: no replicator: ").hasLineCount(1);
  }

  private static Command.Result ours(String... words) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("-c", here.configuration().toString()));
    all.addAll(List.of("replicator", "status"));
    all.addAll(List.of(words));
    return Dovetail.builtHere(here).run(all);
  }

  @Test
  void whoAsksForASyncIsAnsweredWhenItIsDone() throws Exception {
    deliver("awaited");
    assertThat(say("replication-notify", USER + "\tsync\n", 2)).isEqualTo("+\n");
    assertThat(arrived()).contains("awaited");
    assertThat(say("replication-notify", "nobody@example.com\tsync\n", 2)).isEqualTo("-\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"replication-notify", "replicator-doveadm"})
  void nonsenseEndsTheConnectionAndNothingElse(String name) throws Exception {
    assertThat(say(name, "\u0000\u0001nonsense\n\n\t\t\n", 1000)).doesNotContain("+");
    assertThat(say(name, "x".repeat(5_000_000) + "\n", 1000)).doesNotContain("+");
    assertThat(doveadm("replicator status").exit()).isZero();
  }

  @Test
  void nonsenseInTheFifoIsPassedOver() throws Exception {
    Path fifo = here.directory().resolve("run/replication-notify-fifo");
    Files.writeString(
        fifo,
        "\u0000\n\n\t\nno priority\nx\tnone\n" + "y".repeat(10_000_000) + "\nuser9\tlow\nhalf",
        StandardOpenOption.WRITE);
    Files.writeString(fifo, "\n", StandardOpenOption.WRITE);
    deliver("behind");
    awaitArrival("behind");
  }

  @Test
  void aFifoThatIsRemovedIsMadeAnew() throws Exception {
    Path fifo = here.directory().resolve("run/replication-notify-fifo");
    Files.delete(fifo);
    for (int i = 0; i < 100 && !Files.exists(fifo); i++) {
      Thread.sleep(50);
    }
    deliver("anew");
    awaitArrival("anew");
  }

  @Test
  void aSecondReplicatorIsRefused() throws Exception {
    try (RunningReplicator second = RunningReplicator.start(here, configuration)) {
      assertThat(second.exitCode()).isEqualTo(75);
      assertThat(second.said()).contains("Another replicator has its queue in");
    }
  }

  @Test
  void aKilledReplicatorGoesOnWhereItWas() throws Exception {
    deliver("before");
    awaitArrival("before");
    replicator.close();
    replicator.process().waitFor();
    // Not by LMTP: its process would find nobody reading the fifo, and keep silent from then on.
    here.doveadm(
            here.configuration(),
            Account.text("meanwhile").getBytes(UTF_8),
            List.of("save", "-u", USER))
        .succeeded();
    replicator = RunningReplicator.start(here, configuration);
    awaitArrival("meanwhile");
  }

  @Test
  void sighupIsNoEndAndSigtermIsOne() throws Exception {
    Command.of("kill", "-HUP", Long.toString(replicator.process().pid())).run().succeeded();
    for (int i = 0; i < 100 && !replicator.said().contains("are read again"); i++) {
      Thread.sleep(50);
    }
    assertThat(replicator.said()).contains("Configuration and users are read again");
    replicator.process().destroy();
    assertThat(replicator.exitCode()).isZero();
    assertThat(Files.readString(here.directory().resolve("replicator/replicator.queue")))
        .contains(USER);
    replicator = RunningReplicator.start(here, configuration);
  }

  /** What a socket answers, as far as it answers so much before it hangs up. */
  private static String say(String name, String text, int most) throws IOException {
    Path socket = here.directory().resolve("run").resolve(name);
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      InputStream in = Channels.newInputStream(channel);
      channel.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
      for (int b = in.read(); b >= 0; b = answer.size() < most ? in.read() : -1) {
        answer.write(b);
      }
    } catch (IOException e) {
      // It has hung up in the middle of what we said.
    }
    return answer.toString(UTF_8);
  }
}

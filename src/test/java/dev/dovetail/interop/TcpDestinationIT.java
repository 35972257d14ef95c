package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** {@code tcp:}: the other end is a real doveadm server. */
@RequiresDovecot
class TcpDestinationIT {
  @Test
  void makesBothSidesEqualAndKeepsThemSo() throws Exception {
    Stage stage = Stages.server();
    stage.left().create("Work", "Work/Old");
    stage.left().save("INBOX", "first");
    byte[] big =
        Account.text("x".repeat(70) + "\n" + "y".repeat(70)).getBytes(StandardCharsets.UTF_8);
    stage.left().save("Work", repeated(big, 10_000));
    stage.sync();
    stage.assertEqual();
    stage.right().save("INBOX", "second");
    stage.right().run("flags add", "\\Seen $Label", "mailbox", "Work");
    stage.left().run("expunge", "mailbox", "INBOX", "subject", "first");
    stage.settle("-U", "-l", "5");
    stage.assertQuiet();
  }

  @Test
  void goesOnFromAStateAndToTheReplicaOfTheUser() throws Exception {
    int port = Stages.dovecot().doveadmPort();
    Stage stage =
        Stages.server("doveadm_port = " + port, "plugin {", "mail_replica = tcp:127.0.0.1", "}");
    stage.left().save("INBOX", "first");
    String conf = stage.left().configuration().toString();
    String state = "";
    for (int run = 0; run < 2; run++) {
      Command.Result result =
          stage.dovetail().run("-c", conf, "sync", "-u", stage.left().user(), "-d", "-s", state);
      assertThat(result.exit()).as(result.toString()).isZero();
      state = result.text().strip();
      stage.assertEqual();
      stage.right().save("INBOX", "later");
    }
  }

  private static Command.Result asRoot(Stage stage, String verb, String destination)
      throws IOException, InterruptedException {
    String conf = stage.left().configuration().toString();
    String executable = stage.dovetail().executable().toString();
    return Command.of(executable, "-c", conf, verb, "-u", stage.left().user(), destination).run();
  }

  @Test
  void reachesTheSocketAsRootAndTheMailAsItsOwner() throws Exception {
    Stage stage = Stages.server();
    stage.left().save("INBOX", "first");
    Path socket = stage.right().dovecot().doveadmSocket();
    Command.Result result = asRoot(stage, "backup", "tcp:" + socket);
    assertThat(result.exit()).as(result.toString()).isZero();
    assertThat(result.errors()).isEmpty();
    stage.assertEqual();
  }

  /** Root's process writes to the other host, and the mail owner's writes to root's. */
  @Test
  void hearsAsRootThatTheOtherHostHasGone() throws Exception {
    Stage stage = Stages.server();
    stage.left().save("INBOX", Account.text("x".repeat(8_000_000)).getBytes());
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread relay =
          new Thread(() -> breakInTheMiddle(listener, stage.right().dovecot().doveadmPort()));
      relay.start();
      Command.Result result = asRoot(stage, "sync", "tcp:127.0.0.1:" + listener.getLocalPort());
      assertThat(result.exit()).as(result.toString()).isEqualTo(75);
      assertThat(result.errors().lines()).as(result.toString()).hasSize(1);
      relay.join();
    }
    stage.sync();
    stage.left().dovecot().forgetLog();
    stage.assertEqual();
  }

  /** Passes a megabyte on, then takes no more, and is gone after a second. */
  private static void breakInTheMiddle(ServerSocket listener, int port) {
    try (Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
      Thread answers = new Thread(() -> pass(server, client, Long.MAX_VALUE));
      answers.start();
      pass(client, server, 1_000_000);
      Thread.sleep(1000);
      client.setSoLinger(true, 0);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void pass(Socket from, Socket to, long most) {
    byte[] buffer = new byte[1 << 16];
    try {
      int count = 0;
      for (long all = 0; all < most && count >= 0; all += count) {
        to.getOutputStream().write(buffer, 0, count);
        count = from.getInputStream().read(buffer);
      }
    } catch (IOException e) {
      // One of them has been closed.
    }
  }

  @Test
  void saysThatTheServerDoesNotKnowTheUser() throws Exception {
    Stage stage = Stages.server();
    Command plain =
        stage
            .dovetail()
            .command(
                List.of(
                    "-c",
                    stage.left().configuration().toString(),
                    "sync",
                    "tcp:127.0.0.1:" + stage.right().dovecot().doveadmPort()));
    Map<String, String> environment = new TreeMap<>(plain.environment());
    environment.put("USER", "nobody@example.com");
    environment.put("HOME", stage.left().home().toString());
    Command.Result result = new Command(plain.words(), environment, plain.directory()).run();
    assertThat(result.exit()).as(result.toString()).isEqualTo(67);
    assertThat(result.errors())
        .contains("remote(127.0.0.1:", "User doesn't exist", "knows no user nobody@example.com");
    stage.left().dovecot().forgetLog();
  }

  private static byte[] repeated(byte[] text, int times) {
    byte[] all = new byte[text.length * times];
    for (int i = 0; i < times; i++) {
      System.arraycopy(text, 0, all, i * text.length, text.length);
    }
    return all;
  }
}

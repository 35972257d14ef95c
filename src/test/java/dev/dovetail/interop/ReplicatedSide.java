package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One of two servers that replicate to each other: a Dovecot with a user, and a replicator. */
final class ReplicatedSide implements AutoCloseable {
  /** Listeners for whoever replicates; processes of several owners use them. */
  private static final String[] LISTENERS =
      RunningReplicator.withFeeds(
          "0666",
          "service replicator {",
          "process_min_avail = 1",
          "unix_listener replicator-doveadm {",
          "mode = 0666",
          "}",
          "}");

  private final String name;
  private final DovecotInstance dovecot;
  private final Account account;

  /** Null if Dovecot replicates, or none does now. */
  private RunningReplicator replicator;

  private Path configuration;

  /** Null if Dovecot serves. */
  private DovetailServer server;

  private ReplicatedSide(String name, DovecotInstance dovecot) throws IOException {
    this.name = name;
    this.dovecot = dovecot;
    this.account = dovecot.newAccount();
  }

  /** Dovecot's plugins tell our replicator, and Dovecot serves. */
  static ReplicatedSide told(String name) throws IOException, InterruptedException {
    // To them it only counts that there is a replica.
    String[] lines = RunningReplicator.dovecotsLines("tcp:127.0.0.1:1");
    return new ReplicatedSide(name, DovecotInstance.start(2, lines));
  }

  /** All of it is Dovecot's. */
  static ReplicatedSide dovecots(String name, int port) throws IOException, InterruptedException {
    String[] plugins = {
      "mail_plugins = $mail_plugins notify replication",
      "plugin {",
      "mail_replica = tcp:127.0.0.1:" + port,
      "}"
    };
    return new ReplicatedSide(name, DovecotInstance.start(2, joined(plugins, LISTENERS)));
  }

  /** Our replicator finds out by itself, and our server serves. */
  static ReplicatedSide watching(String name) throws IOException, InterruptedException {
    String[] none = RunningReplicator.dovecotsLines("");
    String[] lines = Arrays.copyOfRange(none, 4, none.length);
    ReplicatedSide side = new ReplicatedSide(name, DovecotInstance.start(2, lines));
    side.startServer();
    return side;
  }

  /** The same beside a Dovecot that knows of no replicator. */
  static ReplicatedSide watching24(String name) throws IOException, InterruptedException {
    ReplicatedSide side = alone24(name);
    side.startServer();
    return side;
  }

  /** A Dovecot that knows of no replicator serves, and nobody replicates. */
  static ReplicatedSide alone24(String name) throws IOException, InterruptedException {
    return new ReplicatedSide(name, DovecotInstance.start(DovecotRelease.V2_4, 2));
  }

  private static String[] joined(String[] some, String... others) {
    return Stream.concat(Arrays.stream(some), Arrays.stream(others)).toArray(String[]::new);
  }

  DovecotInstance dovecot() {
    return dovecot;
  }

  Account account() {
    return account;
  }

  /** Where the other side replicates to. */
  int port() {
    return server == null ? dovecot.doveadmPort() : server.port();
  }

  /** Where it was before, if it was. */
  private void startServer() throws IOException, InterruptedException {
    int port = server == null ? DovecotInstance.freePort() : server.port();
    server = DovetailServer.start(dovecot, port, true, dovecot.configuration(), hostName());
  }

  /**
   * As the Dovecot beside us has it: by the names of both ends they agree on where the user's lock
   * is, so that their syncs do not run at once.
   */
  private Map<String, String> hostName() {
    return Map.of("DOVECOT_HOSTDOMAIN", dovecot.hostname() + ".example.com");
  }

  /** Starts our replicator. */
  void replicateTo(int port) throws IOException, InterruptedException {
    configuration =
        dovecot.configurationWith(
            joined(
                LISTENERS,
                "dovetail_state_dir = " + dovecot.directory() + "/replicator",
                "plugin {",
                "mail_replica = tcp:127.0.0.1:" + port,
                "}"));
    startReplicator();
  }

  void startReplicator() throws IOException, InterruptedException {
    Command command = RunningReplicator.command(dovecot, configuration).with(hostName());
    replicator = RunningReplicator.start(dovecot.directory(), command);
    assertThat(replicator.said()).contains("Listening on");
  }

  void killReplicator() throws InterruptedException {
    replicator.close();
    replicator.process().waitFor();
  }

  /** Ends all of the server's programs, as a shutdown does. */
  void stop() throws IOException, InterruptedException {
    if (replicator != null) {
      replicator.process().destroy();
      assertThat(replicator.exitCode()).isZero();
    }
    if (server != null) {
      assertThat(server.stop()).isZero();
    }
    dovecot.stop();
  }

  void startAgain() throws IOException, InterruptedException {
    dovecot.startAgain();
    if (server != null) {
      startServer();
    }
    if (replicator != null) {
      startReplicator();
    }
  }

  /** Flags, and a mailbox that is renamed and has a mail. */
  void change(MailLedger ledger) throws IOException {
    try (ImapSession imap = account.imap()) {
      imap.command("SELECT INBOX");
      imap.command("STORE 1:2 +FLAGS (\\Flagged " + name + ")");
      // A sync that opens it meanwhile makes its directories, and then Dovecot says that it exists.
      imap.attempt("CREATE " + name + "-draft");
      imap.command("RENAME " + name + "-draft " + name + "-final");
      String subject = ledger.newSubject();
      assertThat(imap.append(name + "-final", Account.text(subject)).isOk()).isTrue();
      ledger.accepted(subject);
    }
  }

  private Command.Result ask(String command, String... words)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("-c", dovecot.configuration().toString()));
    line.addAll(List.of(command.split(" ")));
    line.addAll(List.of(words));
    return Dovetail.builtHere(dovecot).run(line);
  }

  /** Whether anybody here brings changes to the other side. */
  boolean replicates() {
    return configuration != null || dovecot.release() == DovecotRelease.V2_3;
  }

  void askForSync() throws IOException, InterruptedException {
    ask("replicator replicate", account.user()).succeeded();
  }

  /** The line for monitoring, which the exit code fits. */
  String check() throws IOException, InterruptedException {
    Command.Result result = ask("replicator status", "--check", account.user());
    String line = result.text();
    assertThat(result.exit()).as(line).isEqualTo(line.startsWith("OK: ") ? 0 : 2);
    return line;
  }

  void awaitStatus(String text) throws IOException, InterruptedException {
    String said = "";
    for (int i = 0; i < 100 && !said.contains(text); i++) {
      Thread.sleep(100);
      said = ask("replicator status", account.user()).text();
    }
    assertThat(said).as(said()).contains(text);
  }

  /**
   * Nobody is waiting or has failed, unless that is for Dovecot's replicator. The real doveadm says
   * so, if it can.
   */
  void awaitCalm() throws IOException, InterruptedException {
    if (replicator == null) {
      // It tries again what has failed, in minutes.
      return;
    }
    String said = "";
    // Ours has a column more.
    Pattern calm = Pattern.compile(account.user() + "\tnone\t\\S+\t\\S+\t\\S+\t-");
    for (int i = 0; i < 100 && !calm.matcher(said).find(); i++) {
      Thread.sleep(100);
      said = tableOfStatus();
    }
    assertThat(said).as(said()).containsPattern(calm);
  }

  private String tableOfStatus() throws IOException, InterruptedException {
    List<String> words = List.of("-f", "tab", "replicator", "status", account.user());
    return dovecot.release() == DovecotRelease.V2_3
        ? dovecot.doveadm(dovecot.configuration(), new byte[0], words).text()
        : ask("-f tab replicator status", account.user()).text();
  }

  /** What our replicator has logged. */
  String said() throws IOException {
    return name + ":\n" + (replicator == null ? dovecot.log() : replicator.said());
  }

  @Override
  public void close() throws IOException, InterruptedException {
    if (replicator != null) {
      replicator.close();
    }
    if (server != null) {
      server.close();
    }
    dovecot.close();
  }
}

package dev.dovetail.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * {@code dovetail replicator run} without a Dovecot beside it: users with destinations of all
 * kinds, good and bad, most of them at a real Dovecot and behind a real sshd.
 */
@RequiresDovecot
@RequiresSshd
class ReplicatorDestinationsIT {
  private static DovecotInstance peer;
  private static SshdInstance sshd;
  private static Path own;
  private static RunningReplicator replicator;

  /** Of the replicator and those who ask it. */
  private static String[] environment;

  @BeforeAll
  static void start() throws Exception {
    peer = DovecotInstance.start(20);
    sshd = SshdInstance.start(peer);
    sshd.config(
        "Host beta",
        "HostName 127.0.0.1",
        "Port " + sshd.port(),
        "User " + SshdInstance.login(),
        "Host gamma",
        "HostName localhost",
        "Port " + sshd.port(),
        "User " + SshdInstance.login());
    String stranger = sshd.publicKey("ed25519").replaceAll("^(\\S+ \\S+).*", "$1");
    sshd.knowHost(sshd.knownHost(), "[localhost]:" + sshd.port() + " " + stranger);
    own = Files.createDirectory(peer.directory().resolve("own"));
    Files.createDirectory(own.resolve("home"));
    peer.owner().own(own.resolve("home"));
    Files.writeString(own.resolve("users"), "");
    configure("replication_max_conns = 6");
    String good = "tcp:127.0.0.1:" + peer.doveadmPort();
    user(1, good);
    user(2, "tcps:localhost:" + peer.doveadmTlsPort());
    user(3, "remote:beta");
    user(4, "maildir:" + own.resolve("home/copy"));
    user(5, good, "userdb_doveadm_password=mistaken");
    user(6, "tcps:localhost:" + peer.doveadmTlsPort(), "userdb_ssl_client_ca_file=" + stranger());
    user(7, "remote:gamma");
    user(8, "tcp:127.0.0.1:1");
    user(9, "tcp:127.0.0.1:1");
    user(10, good, "userdb_mail_replica2=tcp:127.0.0.1:1");
    run();
  }

  @AfterAll
  static void stop() throws Exception {
    replicator.close();
    sshd.close();
    peer.close();
  }

  private static Path stranger() {
    return peer.certificates().certificate("alone");
  }

  private static void configure(String... lines) throws IOException {
    String server = String.join(" ", peer.dsyncServer(peer.configuration(), "%u"));
    List<String> text = new ArrayList<>();
    text.add("base_dir = " + own.resolve("run"));
    text.add("state_dir = " + own.resolve("state"));
    text.add("mail_location = maildir:~/Maildir");
    text.addAll(List.of("first_valid_uid = 1", "first_valid_gid = 1", "doveadm_password = secret"));
    text.add("ssl_client_ca_file = " + peer.certificates().authority());
    text.addAll(List.of("namespace inbox {", "inbox = yes", "separator = /", "}"));
    text.addAll(List.of("userdb {", "driver = passwd-file", "args = " + own.resolve("users"), "}"));
    text.addAll(
        List.of("plugin {", "dovetail_ssh_command = " + server.replace("-u %u", "-u%u"), "}"));
    text.addAll(List.of(lines));
    Files.write(configuration(), text);
  }

  private static Path configuration() {
    return own.resolve("dovetail.conf");
  }

  /** A user with a mail. */
  private static void user(int number, String destination, String... fields) throws IOException {
    String name = name(number);
    mail(number, "first");
    Files.createDirectories(peer.directory().resolve("home").resolve(name));
    peer.owner().ownAll(peer.directory().resolve("home").resolve(name));
    Files.writeString(
        own.resolve("users"),
        String.format(
            "%s:x:%d:%d::%s::userdb_mail_replica=%s %s%n",
            name,
            peer.owner().uid(),
            peer.owner().gid(),
            own.resolve("home").resolve(name),
            destination,
            String.join(" ", fields)),
        StandardOpenOption.APPEND);
  }

  private static String name(int number) {
    return "user" + number + "@example.com";
  }

  private static void mail(int number, String text) throws IOException {
    Path home = own.resolve("home").resolve(name(number));
    for (String each : List.of("cur", "new", "tmp")) {
      Files.createDirectories(home.resolve("Maildir").resolve(each));
    }
    Files.writeString(
        home.resolve("Maildir/new").resolve("1700000000.M1P1." + text), Account.text(text));
    peer.owner().ownAll(home);
  }

  private static void run(String... variables) throws IOException, InterruptedException {
    environment = variables;
    replicator =
        RunningReplicator.start(
            own, sshd.at(RunningReplicator.command(peer, configuration()), environment));
    assertThat(replicator.said()).contains("Listening on");
  }

  private static void end() throws InterruptedException {
    replicator.process().destroy();
    assertThat(replicator.exitCode()).isZero();
  }

  private static Command.Result status(String... words) throws IOException, InterruptedException {
    return asked("status", words);
  }

  private static Command.Result asked(String command, String... words)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("-c", configuration().toString()));
    line.addAll(List.of("replicator", command, "-a", own + "/run/replicator-doveadm"));
    line.addAll(List.of(words));
    List<String> all = Dovetail.builtHere(peer).command(line).words();
    // As who has started the replicator, whose the socket is.
    return sshd.at(Command.of(all.subList(all.indexOf("env"), all.size())), environment).run();
  }

  private static String awaitStatus(int number, String text) throws Exception {
    String said = status(name(number)).text();
    for (int i = 0; i < 60 && !said.contains(text); i++) {
      Thread.sleep(100);
      said = status(name(number)).text();
    }
    assertThat(said).as(replicator.said()).contains(text);
    return said;
  }

  private static void awaitSaid(String text) throws Exception {
    for (int i = 0; i < 200 && !replicator.said().contains(text); i++) {
      Thread.sleep(50);
    }
    assertThat(replicator.said()).contains(text);
  }

  private static void awaitMail(Path home, int count) throws Exception {
    long found = 0;
    for (int i = 0; i < 400 && found != count; i++) {
      Thread.sleep(50);
      found = mails(home.resolve("new")) + mails(home.resolve("cur"));
    }
    assertThat(found).as(home + "\n" + replicator.said()).isEqualTo(count);
  }

  private static long mails(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return 0;
    }
    try (var files = Files.list(directory)) {
      return files.count();
    }
  }

  private static Path there(int number) {
    return peer.directory().resolve("home").resolve(name(number)).resolve("Maildir");
  }

  @Test
  void allKindsOfDestinationsGetTheMail() throws Exception {
    awaitMail(there(1), 1);
    awaitMail(there(2), 1);
    awaitStatus(3, "last success:   00:");
    awaitMail(there(3), 1);
    awaitMail(own.resolve("home/copy"), 1);
    assertThat(awaitStatus(4, "last success:   00:")).contains("maildir:" + own);
  }

  @Test
  void whatIsWrongIsToldInWords() throws Exception {
    awaitStatus(5, "rejected the password");
    awaitStatus(6, "certificate");
    awaitStatus(7, "its key is another one");
    assertThat(awaitStatus(8, "Connection refused")).contains("next try:").contains("in 00:00:");
    Command.Result check = status("--check");
    assertThat(check.exit()).as(check.toString()).isIn(1, 2);
    assertThat(check.text()).hasLineCount(1);
    assertThat(replicator.said()).doesNotContain("mistaken").doesNotContain("secret");
  }

  @Test
  void oneDeadDestinationHarmsNoOther() throws Exception {
    awaitMail(there(10), 1);
    String said = awaitStatus(10, "Connection refused");
    assertThat(said)
        .containsPattern(
            "destination: +tcp:127.0.0.1:" + peer.doveadmPort() + "\n +last success: +0")
        .containsPattern("destination: +tcp:127.0.0.1:1\n +last success: +never");
  }

  @Test
  void sighupChangesSocketsUsersAndTheWayOfBeingTold() throws Exception {
    awaitMail(there(1), 1);
    user(11, "tcp:127.0.0.1:" + peer.doveadmPort());
    configure(
        "replication_max_conns = 8",
        "replication_full_sync_interval = 12 h",
        "dovetail_replicator_watch = yes",
        "service aggregator {",
        "fifo_listener replication-notify-fifo {",
        "mode = 0",
        "}",
        "}",
        "service replicator {",
        "unix_listener replicator-doveadm {",
        "mode = 0660",
        "}",
        "}");
    hangUp();
    awaitMail(there(11), 1);
    assertThat(Files.getPosixFilePermissions(own.resolve("run/replicator-doveadm"))).hasSize(4);
    assertThat(replicator.said()).contains("There is no replication-notify-fifo");
    assertThat(awaitStatus(11, "next sync:      in 1")).contains("last success:   00:");
    mail(11, "second");
    awaitMail(there(11), 2);
  }

  private static void hangUp() throws Exception {
    Command.of("kill", "-HUP", Long.toString(replicator.process().pid())).run().succeeded();
  }

  @Test
  @RequiresCompiler
  void aClockThatIsSetBackADayHoldsNobodyUp() throws Exception {
    Path library = own.resolve("clock.so");
    Path source = Path.of(System.getProperty("dovetail.fixtures"), "clock", "clock.c");
    Command.of("cc", "-shared", "-fPIC", "-O1", "-o", "" + library, "" + source, "-ldl")
        .run()
        .succeeded();
    end();
    user(12, "tcp:127.0.0.1:" + peer.doveadmPort());
    Path back = own.resolve("back");
    run("LD_PRELOAD", library.toString(), "CLOCK_BACK", back.toString());
    awaitMail(there(12), 1);
    awaitStatus(8, "Connection refused");
    Files.createFile(back);
    awaitSaid("The clock has been set back by 86");
    assertThat(awaitStatus(12, "next sync:      in 2")).contains("last success:   00:00:");
    assertThat(awaitStatus(8, "next try:")).containsPattern("next try: +(now|in 00:0)");
    mail(12, "second");
    asked("replicate", name(12)).succeeded();
    awaitMail(there(12), 2);
    end();
    // Else the queue would look a day old to the others here.
    Files.delete(own.resolve("state/dovetail/replicator.queue"));
    run();
  }

  @Test
  void aUserWhoIsRemovedWhileBeingSyncedStaysRemoved() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      silent.setSoTimeout(20_000);
      String users = Files.readString(own.resolve("users"));
      user(13, "tcp:127.0.0.1:" + silent.getLocalPort());
      hangUp();
      try (Socket sync = silent.accept()) {
        awaitStatus(13, "syncing now");
        Files.writeString(own.resolve("users"), users);
        Command.of("rm", "-r", own.resolve("home").resolve(name(13)).toString()).run().succeeded();
        asked("remove", name(13)).succeeded();
        assertThat(status(name(13)).text()).startsWith("username ").hasLineCount(1);
        sync.getOutputStream().write("nonsense\n".getBytes(UTF_8));
      }
      awaitSaid(name(13) + "): Error: ");
    }
    hangUp();
    awaitSaid("Configuration and users are read again");
    assertThat(status(name(13)).text()).startsWith("username ").hasLineCount(1);
    assertThat(replicator.said()).doesNotContain("a fault of this program");
    awaitStatus(1, "last success:   00:");
  }

  @Test
  void aDamagedQueueIsSetAside() throws Exception {
    awaitMail(there(1), 1);
    end();
    Path queue = own.resolve("state/dovetail/replicator.queue");
    byte[] bytes = Files.readAllBytes(queue);
    for (int i = 0; i < bytes.length; i += 40) {
      bytes[i] ^= 0x15;
    }
    Files.write(queue, bytes);
    run();
    assertThat(replicator.said()).contains("replicator.queue is damaged: ");
    assertThat(queue.resolveSibling("replicator.queue.damaged")).exists();
    awaitStatus(1, "last success:   00:");
  }
}

package dev.dovetail.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code dovetail server}, reached by a real doveadm and by ours. */
@RequiresDovecot
class ServerIT {
  private static final String PLAIN = "PLAIN\tAGRvdmVhZG0Ac2VjcmV0\n";
  private static final String HELLO = "VERSION\tdoveadm-server\t1\t2\n";

  private static DovetailServer server;

  @BeforeAll
  static void start() throws Exception {
    server = DovetailServer.start(true, Stages.dovecot().configuration());
  }

  @AfterAll
  static void stop() throws Exception {
    try (DovetailServer ending = server) {
      assertThat(ending.stop()).as(ending.said()).isZero();
      assertThat(ending.said()).contains("Ending on signal 15");
    }
  }

  private static Stage stage(Pairing pairing) throws IOException, InterruptedException {
    Path authority = Stages.dovecot().certificates().authority();
    return Stages.sameUser(pairing, "ssl_client_ca_file = " + authority);
  }

  /** Runs the initiator's program: ours, or the real doveadm. */
  private static Command.Result sync(Stage stage, String... words)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("sync", "-u", stage.left().user()));
    line.addAll(List.of(words));
    return stage.pairing().start(stage.dovetail(), stage.left(), line);
  }

  private static void assertSynced(Stage stage, Command.Result result) throws Exception {
    assertThat(result.exit()).as(result + server.said()).isZero();
    assertThat(result.errors()).isEmpty();
    stage.assertEqual();
  }

  @Test
  void makesBothSidesEqualForDovecotAndForOurs() throws Exception {
    for (Pairing pairing : List.of(Pairing.DOVECOT_TO_OURS, Pairing.OURS_TO_OURS)) {
      Stage stage = stage(pairing);
      stage.left().create("Work", "Work/Old");
      stage.left().save("INBOX", "first");
      stage.left().save("Work", Account.text("z".repeat(2_000_000)).getBytes());
      assertSynced(stage, sync(stage, "tcp:127.0.0.1:" + server.port()));
      stage.right().save("Work/Old", "second");
      assertSynced(stage, sync(stage, "-l", "5", "-U", "tcps:localhost:" + server.tlsPort()));
      stage.left().run("flags add", "\\Seen", "mailbox", "Work");
      assertSynced(stage, sync(stage, "-f", "tcps:localhost:" + server.tlsPort()));
    }
  }

  @Test
  void worksAsEachOwnerOfMail() throws Exception {
    try (DovetailServer asRoot = DovetailServer.start(false, Stages.dovecot().configuration())) {
      for (Pairing pairing : List.of(Pairing.DOVECOT_TO_OURS, Pairing.OURS_TO_OURS)) {
        Stage stage = stage(pairing);
        stage.left().save("INBOX", "first");
        assertSynced(stage, sync(stage, "tcp:127.0.0.1:" + asRoot.port()));
        stage.right().save("INBOX", "second");
        assertSynced(stage, sync(stage, "tcps:localhost:" + asRoot.tlsPort()));
      }
      assertThat(asRoot.stop()).as(asRoot.said()).isZero();
    }
  }

  @Test
  void servesManyAtTheSameTime() throws Exception {
    List<Stage> stages = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      stages.add(stage(Pairing.DOVECOT_TO_OURS));
      stages.get(i).left().save("INBOX", "mail " + i);
    }
    List<CompletableFuture<Command.Result>> runs = new ArrayList<>();
    for (Stage stage : stages) {
      runs.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return sync(stage, "tcp:127.0.0.1:" + server.port());
                } catch (IOException | InterruptedException e) {
                  throw new AssertionError(e);
                }
              }));
    }
    for (int i = 0; i < runs.size(); i++) {
      assertSynced(stages.get(i), runs.get(i).get());
    }
  }

  @Test
  void tellsTheClientThatThereIsNoSuchUser() throws Exception {
    assertThat(talk(HELLO + PLAIN + "\tnobody@example.com\tdsync-server\t-unobody@example.com\n"))
        .startsWith("VERSION\tdoveadm-client\t1\t2\n-\n+\nL\0\0\0")
        .contains("\u0004dovetail(127.0.0.1,nobody@example.com): User doesn't exist\n")
        .endsWith("\0\0\0\0\t\n-NOUSER\n");
    // Minor version 0: no packets, and no version.
    assertThat(talk("VERSION\tdoveadm-server\t1\t0\n" + PLAIN + "\tx\tdsync-server\t-ux\n"))
        .isEqualTo("-\n+\n\n-NOUSER\n");
  }

  @Test
  void understandsTheDialectOf24() throws Exception {
    String hello = "VERSION\tdoveadm-server\t1\t3\n" + PLAIN + "\t\tOPTION\tlog-passthrough\n";
    assertThat(talk(hello + "x\tproxy-ttl=1\tnobody\tdsync-server\t-unobody\n"))
        .endsWith("\n-NOUSER\n");
  }

  @Test
  void doesNothingElse() throws Exception {
    String user = Stages.dovecot().newAccount().user();
    for (String command :
        List.of(
            "user\t" + user,
            "sync\t-d",
            "dsync-server\t-u" + user + "\t-r/tmp/x",
            "dsync-server\t--forced-command",
            "dsync-server\t-Tx",
            "dsync-server\t-Z")) {
      assertThat(talk(HELLO + PLAIN + "\t" + user + "\t" + command + "\n"))
          .as(command)
          .endsWith("\n-USAGE\n");
    }
    assertThat(talk(HELLO + PLAIN + "Q\t" + user + "\tdsync-server\n")).endsWith("-\n+\n");
  }

  @Test
  void makesThoseWaitWhoGuess() throws Exception {
    String wrong = HELLO + "PLAIN\tAGRvdmVhZG0Ad3Jvbmc=\n\tx\tdsync-server\n";
    try (DovetailServer guessed = DovetailServer.start(true, Stages.dovecot().configuration())) {
      List<Long> millis = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        long before = System.nanoTime();
        assertThat(talk(guessed.port(), wrong)).isEqualTo("VERSION\tdoveadm-client\t1\t2\n-\n-\n");
        millis.add((System.nanoTime() - before) / 1_000_000);
      }
      assertThat(millis.get(0)).isGreaterThanOrEqualTo(500);
      assertThat(millis.get(2)).isGreaterThanOrEqualTo(2000);
      assertThat(guessed.said()).contains("its password is wrong").doesNotContain("d3Jvbmc");
    }
  }

  @Test
  void survivesClientsOfEveryKind() throws Exception {
    for (String nonsense :
        List.of(
            "",
            "GET / HTTP/1.1\r\n\r\n",
            "VERSION\tdoveadm-server\t2\t0\n",
            "VERSION\tdoveadm-server\t1\tx\n",
            HELLO + PLAIN + "\n",
            HELLO + PLAIN + "\tx\n",
            "x".repeat(100_000),
            HELLO + PLAIN + "y".repeat(200_000))) {
      talk(nonsense);
      talk(server.tlsPort(), nonsense);
    }
    assertThat(server.said()).contains("it does not speak TLS", "has more than 1024 bytes");
    Stage stage = stage(Pairing.DOVECOT_TO_OURS);
    stage.left().save("INBOX", "first");
    assertSynced(stage, sync(stage, "tcp:127.0.0.1:" + server.port()));
  }

  @Test
  void survivesAClientThatIsCutAfterAnyByte() throws Exception {
    Stage stage = stage(Pairing.DOVECOT_TO_OURS);
    stage.left().save("INBOX", "first");
    String user = stage.left().user();
    String session =
        HELLO + PLAIN + "\t" + user + "\tdsync-server\t-u" + user + "\nVERSION\tdsync\t3\t5\n";
    for (int cut = 0; cut < session.length(); cut += 7) {
      talk(session.substring(0, cut));
    }
    assertSynced(stage, sync(stage, "tcp:127.0.0.1:" + server.port()));
  }

  @Test
  void givesUpAClientThatDribbles() throws Exception {
    String user = Stages.dovecot().newAccount().user();
    String command = "\t" + user + "\tdsync-server\t-u" + user + "\t-T1\n";
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.getOutputStream().write((HELLO + PLAIN + command).getBytes(UTF_8));
      String complaint = user + "): Error: dsync(local): I/O has stalled, only ";
      for (int i = 0; i < 400 && !server.said().contains(complaint); i++) {
        socket.getOutputStream().write('V');
        Thread.sleep(50);
      }
      assertThat(server.said()).contains(complaint);
    }
  }

  @Test
  void showsANewCertificateWithoutARestart() throws Exception {
    Certificates certificates = Stages.dovecot().certificates();
    Path directory = Files.createTempDirectory(Stages.dovecot().directory(), "cert");
    Files.setPosixFilePermissions(
        directory, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    Path certificate = directory.resolve("cert.pem");
    Path key = directory.resolve("key.pem");
    Files.copy(certificates.certificate("other"), certificate);
    Files.copy(certificates.key("other"), key);
    Path configuration =
        Stages.dovecot().configurationWith("ssl_cert = <" + certificate, "ssl_key = <" + key);
    try (DovetailServer renewed = DovetailServer.start(true, configuration)) {
      Stage stage = stage(Pairing.OURS_TO_OURS);
      stage.left().save("INBOX", "first");
      String destination = "tcps:localhost:" + renewed.tlsPort();
      assertThat(sync(stage, destination).errors()).contains("it is not for localhost");
      Files.writeString(certificate, Files.readString(certificates.certificate("good")));
      Files.writeString(key, Files.readString(certificates.key("good")));
      assertSynced(stage, sync(stage, destination));
      assertThat(renewed.said()).contains("The certificate was read anew");
    }
  }

  @Test
  void endsInTheMiddleOfASyncWithoutLoss() throws Exception {
    Stage stage = stage(Pairing.OURS_TO_OURS);
    for (int i = 0; i < 400; i++) {
      byte[] mail = Account.text(i + "x".repeat(20_000)).getBytes(UTF_8);
      stage.left().deliverInto(stage.left().maildir(), "17000" + (10_000 + i) + ".m", "S", mail);
    }
    stage.left().dovecot().owner().ownAll(stage.left().maildir());
    try (DovetailServer ending = DovetailServer.start(true, Stages.dovecot().configuration())) {
      CompletableFuture<Command.Result> run =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return sync(stage, "tcp:127.0.0.1:" + ending.port());
                } catch (IOException | InterruptedException e) {
                  throw new AssertionError(e);
                }
              });
      // A hundred mails are committed together.
      Path arrived = stage.right().maildir().resolve("cur");
      while (!run.isDone() && countOf(arrived) == 0) {
        Thread.sleep(1);
      }
      assertThat(ending.stop()).as(ending.said()).isZero();
      assertThat(run.get().exit()).as(run.get().errors()).isEqualTo(75);
    }
    assertSynced(stage, sync(stage, "tcp:127.0.0.1:" + server.port()));
    assertThat(stage.right().snapshot().mails("INBOX")).hasSize(400);
  }

  private static long countOf(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return 0;
    }
    try (java.util.stream.Stream<Path> files = Files.list(directory)) {
      return files.count();
    }
  }

  private static String talk(String text) throws IOException {
    return talk(server.port(), text);
  }

  /** Says it, and hears all that the server has to say. */
  private static String talk(int port, String text) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(20_000);
      try {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        socket.shutdownOutput();
        return new String(socket.getInputStream().readAllBytes(), UTF_8);
      } catch (java.net.SocketException e) {
        return "";
      }
    }
  }
}

package dev.dovetail.transport.tcp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.StderrLog;
import dev.dovetail.transport.Destination;
import java.io.ByteArrayOutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DoveadmClientTest {
  private static final Credentials SECRET = new Credentials("doveadm", "s3cretpass");
  private static final String GREETING = "VERSION\tdoveadm-client\t1\t2\n+\n";
  private static final ServerCommand SYNC =
      new ServerCommand(
          "",
          "jane@example.com",
          List.of("sync", "-u", "jane@example.com", "-f", "-l", "5", "-s", "", "-d", "--"));
  private static final ServerCommand DSYNC =
      new ServerCommand("", "jane@example.com", List.of("dsync-server", "-ujane@example.com"));

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final StderrLog log = new StderrLog(said, false).withPrefix("us: ");

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100_000})
  void runsACommandAsDoveadmDoes(int piece) throws Exception {
    RecordedSession session = RecordedSession.named("sync-state");
    try (ScriptedServer server = ScriptedServer.saying(session.server(), piece)) {
      ServerReply reply = run(server, SECRET, SYNC);
      assertThat(reply)
          .isEqualTo(
              new ServerReply(
                  List.of(
                      "AQAAAINAeS0qrghrBVMAAAv/FWIqrghrAQAAAAIAAAAAAAAAAAAAAAAAAAABAAAAp9G0KQ=="),
                  true,
                  ""));
      assertThat(server.heard()).asString(UTF_8).isEqualTo(new String(session.client(), UTF_8));
      assertThat(said.size()).isZero();
    }
  }

  @Test
  void readsAnAnswerThatLogLinesSplit() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.saying(RecordedSession.named("sync-failed").server(), 5)) {
      assertThat(run(server, SECRET, SYNC))
          .isEqualTo(new ServerReply(List.of("AQAAAHm4+Jk="), false, "TEMPFAIL"));
      assertThat(said.toString(UTF_8).lines())
          .hasSize(2)
          .allMatch(
              line ->
                  line.startsWith(
                      "us: Error: remote("
                          + server.address().text()
                          + "): doveadm(jane@example.com)<30813>"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "dsync-nouser, kim@example.com, '', NOUSER",
    "dsync-noreplicate, joe@example.com, -U, NOREPLICATE",
    "dsync-usage-2.4, jane@example.com, -U, USAGE",
  })
  void authenticatesAndHearsOfRefusals(String name, String user, String more, String reason)
      throws Exception {
    RecordedSession session = RecordedSession.named(name);
    List<String> words =
        more.isEmpty()
            ? List.of("dsync-server", "-u" + user)
            : List.of("dsync-server", "-u" + user, more);
    try (ScriptedServer server = ScriptedServer.saying(session.server(), 100_000)) {
      assertThat(run(server, SECRET, new ServerCommand("", user, words)))
          .isEqualTo(new ServerReply(List.of(), false, reason));
      assertThat(server.heard()).asString(UTF_8).isEqualTo(new String(session.client(), UTF_8));
    }
  }

  @Test
  void saysThatThePasswordIsWrong() throws Exception {
    RecordedSession session = RecordedSession.named("wrong-password");
    try (ScriptedServer server = ScriptedServer.saying(session.server(), 100_000)) {
      assertFails(server, new Credentials("doveadm", "wrong"), "rejected the password");
      assertThat(server.heard()).isEqualTo(session.client());
    }
    try (ScriptedServer server = ScriptedServer.saying(session.server(), 100_000)) {
      assertFails(server, new Credentials("doveadm", "wrong\n"), "ends with a line feed");
    }
  }

  @Test
  void saysThatThereIsNoPasswordToGive() throws Exception {
    byte[] says = RecordedSession.named("wrong-password").server();
    try (ScriptedServer server = ScriptedServer.saying(says, 100_000)) {
      assertFails(server, new Credentials("doveadm", ""), "doveadm_password is not set");
    }
  }

  @Test
  void neverShowsThePassword() {
    assertThat(SECRET.toString()).doesNotContain("s3cretpass");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-\nVERSION\tdoveadm-client\t1\t2\n+\n",
        "+\nVERSION\tdoveadm-client\t1\t1\n",
        "VERSION\tdoveadm-client\t1\t3\n-\n+\n",
      })
  void acceptsOlderAndNewerGreetings(String greeting) throws Exception {
    try (ScriptedServer server = saying(greeting + packet(0, "x\t\n+\n"))) {
      assertThat(run(server, SECRET, SYNC)).isEqualTo(new ServerReply(List.of("x"), true, ""));
    }
  }

  @Test
  void readsTheAnswerOfAServerWithoutPackets() throws Exception {
    try (ScriptedServer server = saying("VERSION\tdoveadm-client\t1\t0\n+\na\u0001tb\t\n+\n")) {
      assertThat(run(server, SECRET, SYNC).values()).containsExactly("a\tb");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "* OK IMAP ready.\\n|it is no doveadm server; it says '* OK IMAP ready.'",
        "VERSION\\tdoveadm-client\\t2\\t0\\n+\\n|it is no doveadm server",
        "VERSION\\tdoveadm-client\\t1\\t99999999999\\n+\\n|it is no doveadm server",
        "VERSION\\tdoveadm-client\\t1\\t2\\n-\\nperhaps\\n|answered the password with 'perhaps'",
        "VERSION\\tdoveadm-client\\t1\\t2\\n|ended the connection",
        "\\25\\3\\3\\0\\2\\2\\120|it speaks TLS; is it a port for tcps:?",
      })
  void refusesWhatIsNoDoveadmServer(String says, String reason) throws Exception {
    try (ScriptedServer server = saying(says.translateEscapes())) {
      assertFails(server, SECRET, reason);
    }
  }

  @Test
  void saysThatAServerHangsUpWithoutAWord() throws Exception {
    try (ScriptedServer server = saying("")) {
      assertFails(server, SECRET, "without a greeting; is it a doveadm server, without TLS?");
    }
  }

  @Test
  void readsNoLineWithoutEnd() throws Exception {
    try (ScriptedServer server = saying("x".repeat(100_000))) {
      assertFails(server, SECRET, "has more than 1024 bytes");
    }
    try (ScriptedServer server = saying(GREETING + packet(0, "\n+" + "x".repeat(100_000)))) {
      assertFails(server, SECRET, "has more than 1024 bytes");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\\0\\377\\377\\377\\377\\n+|ended the connection without an answer",
        "L\\377\\377\\377\\377\\4oops|ended the connection without an answer",
        "X\\0\\0\\0\\1x|no packet channel 88",
        "\\0\\0\\0\\0\\4\\n\\n+\\n|neither + nor -",
      })
  void doesNotTrustPackets(String packets, String reason) throws Exception {
    try (ScriptedServer server = saying(GREETING + packets.translateEscapes())) {
      assertFails(server, SECRET, reason);
    }
  }

  @Test
  void showsALogLineThatTheEndCutsOff() throws Exception {
    try (ScriptedServer server = saying(GREETING + packet('L', "\5Killed\0by something"))) {
      assertFails(server, SECRET, "ended the connection without an answer");
      assertThat(said.toString(UTF_8)).contains("): Killed?by something\n");
    }
  }

  @Test
  void cutsALogLineThatIsTooLong() throws Exception {
    String line = packet('L', "\4" + "x".repeat(200_000) + "\n");
    try (ScriptedServer server = saying(GREETING + line + packet(0, "\n+\n"))) {
      assertThat(run(server, SECRET, SYNC).succeeded()).isTrue();
      assertThat(said.size()).isBetween(60_000, 70_000);
    }
  }

  @Test
  void failsWhereverASessionIsCut() throws Exception {
    byte[] all = RecordedSession.named("dsync-nouser").server();
    for (int length = 0; length < all.length; length++) {
      try (ScriptedServer server =
          ScriptedServer.saying(Arrays.copyOf(all, length), Integer.MAX_VALUE)) {
        assertThatThrownBy(() -> run(server, SECRET, DSYNC))
            .as("cut after %s bytes", length)
            .isInstanceOf(SyncException.class)
            .hasMessageContaining("ended the connection without a");
      }
    }
  }

  @Test
  void survivesAnything() throws Exception {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      byte[] says = RecordedSession.named("sync-failed").server();
      for (int i = random.nextInt(5); i >= 0; i--) {
        says[random.nextInt(says.length)] = (byte) random.nextInt(256);
      }
      try (ScriptedServer server = ScriptedServer.saying(says, Integer.MAX_VALUE)) {
        run(server, SECRET, SYNC);
      } catch (SyncException e) {
        assertThat(e).as("seed %s", seed).hasMessageContaining(" the doveadm server at ");
      }
    }
  }

  @Test
  void doesNotWaitForASilentServerForEver() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.fallingSilentAfter("VERSION\tdoveadm".getBytes(UTF_8));
        DoveadmClient client = new DoveadmClient(server.address(), SECRET, Optional.empty(), log)) {
      assertThatThrownBy(() -> client.connect(1))
          .hasMessageContaining("no answer within 1 seconds");
    }
  }

  @Test
  void endsWhenItIsClosedFromElsewhere() throws Exception {
    try (ScriptedServer server = ScriptedServer.fallingSilentAfter(GREETING.getBytes(UTF_8));
        DoveadmClient client = new DoveadmClient(server.address(), SECRET, Optional.empty(), log)) {
      client.connect(20);
      new Thread(client::close).start();
      assertThatThrownBy(() -> client.run(SYNC, 0)).hasMessageContaining("was given up");
      assertThatThrownBy(() -> client.connect(20)).hasMessageContaining("was given up");
    }
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    Destination.Server address;
    try (ScriptedServer server = saying("")) {
      address = server.address();
    }
    SyncException e = failure(address);
    assertThat(e.grade()).isEqualTo(Grade.TEMPORARY);
    assertThat(e)
        .hasMessage(
            "Connecting to the doveadm server at "
                + address.text()
                + " failed: Connection refused; is a doveadm server running there?");
  }

  @Test
  void saysWhatIsWrongWithASocketsPath(@TempDir Path folder) {
    String path = folder + "/nobody";
    assertThat(failure(new Destination.ServerSocket(path)))
        .hasMessage(
            "Connecting to the doveadm server at " + path + " failed: No such file or directory");
    assertThat(failure(new Destination.ServerSocket(folder + "/" + "x".repeat(200))))
        .hasMessageContaining("too long");
  }

  @Test
  void speaksThroughAUnixSocket(@TempDir Path folder) throws Exception {
    Path path = folder.resolve("doveadm-server");
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(path));
      Thread server =
          new Thread(
              () -> {
                try (SocketChannel client = socket.accept()) {
                  client.write(
                      ByteBuffer.wrap((GREETING + packet(0, "\n+\n")).getBytes(ISO_8859_1)));
                  client.read(ByteBuffer.allocate(1000));
                  client.read(ByteBuffer.allocate(1000));
                } catch (java.io.IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      server.start();
      try (DoveadmClient client =
          new DoveadmClient(
              new Destination.ServerSocket(path.toString()), SECRET, Optional.empty(), log)) {
        client.connect(20);
        assertThat(client.run(SYNC, 20).succeeded()).isTrue();
      }
      server.join();
    }
  }

  private static ScriptedServer saying(String text) throws Exception {
    return ScriptedServer.saying(text.getBytes(ISO_8859_1), Integer.MAX_VALUE);
  }

  private static String packet(int channel, String data) {
    int length = data.length();
    return ""
        + (char) channel
        + (char) (length >> 24)
        + (char) (length >> 16 & 255)
        + (char) (length >> 8 & 255)
        + (char) (length & 255)
        + data;
  }

  private ServerReply run(ScriptedServer server, Credentials credentials, ServerCommand command)
      throws SyncException {
    try (DoveadmClient client =
        new DoveadmClient(server.address(), credentials, Optional.empty(), log)) {
      client.connect(20);
      return client.run(command, 20);
    }
  }

  private void assertFails(ScriptedServer server, Credentials credentials, String reason) {
    SyncException e =
        catchThrowableOfType(SyncException.class, () -> run(server, credentials, SYNC));
    assertThat(e).hasMessageContaining(reason).hasMessageContaining(server.address().text());
    assertThat(e.grade()).isEqualTo(Grade.TEMPORARY);
  }

  private SyncException failure(Destination.DoveadmServer address) {
    try (DoveadmClient client = new DoveadmClient(address, SECRET, Optional.empty(), log)) {
      return catchThrowableOfType(SyncException.class, () -> client.connect(20));
    }
  }
}

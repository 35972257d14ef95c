package dev.dovetail.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.transport.tcp.RecordedSession;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What real clients have said to a real server, said to {@code dovetail server}. */
@RequiresDovecot
class ServerReplayIT {
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  /** How many bytes apart; 1 tries all. */
  private static final int STEP = Integer.getInteger("dovetail.cuts.step", 23);

  private static final String LAST_WORD = "\0\0\0\0\2X\n";

  private static DovetailServer server;
  private static Path jane;

  @BeforeAll
  static void start() throws Exception {
    DovecotInstance dovecot = Stages.dovecot();
    Path directory = Files.createTempDirectory(dovecot.directory(), "replay");
    jane = Files.createDirectory(directory.resolve("jane"));
    Path joe = Files.createDirectory(directory.resolve("joe"));
    Path users = directory.resolve("users");
    Files.write(
        users,
        List.of(
            "jane@example.com:::::" + jane + "::",
            "joe@example.com:::::" + joe + "::userdb_noreplicate=y"));
    dovecot.owner().ownAll(directory);
    Path configuration =
        dovecot.configurationWith(
            "base_dir = " + directory.resolve("run"),
            "doveadm_password = s3cretpass",
            "userdb {",
            "  driver = passwd-file",
            "  args = " + users,
            "}");
    server = DovetailServer.start(true, configuration);
  }

  @AfterAll
  static void stop() throws Exception {
    try (DovetailServer ending = server) {
      assertThat(ending.stop()).as(ending.said()).isZero();
    }
  }

  @BeforeEach
  void emptyStore() throws Exception {
    Command.of("rm", "-rf", jane.resolve("Maildir").toString()).run().succeeded();
  }

  private static String answerTo(String name) throws IOException {
    return talk(RecordedSession.named(name).client());
  }

  private static String recorded(String name) throws IOException {
    return new String(RecordedSession.named(name).server(), ISO_8859_1);
  }

  /** Says it, and hears all that the server has to say. */
  private static String talk(byte[] text) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      out.write(text);
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  @Test
  void answersByteForByteAsDovecotDoes() throws Exception {
    assertThat(answerTo("wrong-password")).isEqualTo(recorded("wrong-password"));
    assertThat(answerTo("dsync-noreplicate")).isEqualTo(recorded("dsync-noreplicate"));
    // Its log lines begin with its own name, which has one letter more.
    assertThat(answerTo("dsync-nouser"))
        .isEqualTo(recorded("dsync-nouser").replace("8\4doveadm(", "9\4dovetail("));
  }

  @Test
  void holdsARecordedSessionToItsEnd() throws Exception {
    String answer = answerTo("dsync-first-sync");
    String beginning = "VERSION\tdoveadm-client\t1\t2\n-\n+\n";
    assertThat(recorded("dsync-first-sync")).startsWith(beginning);
    assertThat(answer).startsWith(beginning);
    assertThat(packets(answer.substring(beginning.length())))
        .startsWith("\n+\nVERSION\tdsync\t3\t5\n")
        .contains("\nR1518e4229ea6046b695100007cf81568\t1\n.\n")
        .endsWith("F\nX\n");
    assertThat(mailsOfJane()).isEqualTo(1);
    // Dovecot's answers need not come in the same packets, but its last one does.
    assertThat(answer).endsWith(LAST_WORD);
    assertThat(recorded("dsync-first-sync")).endsWith(LAST_WORD);
  }

  /** What comes on the main channel. */
  private static String packets(String stream) {
    StringBuilder main = new StringBuilder();
    for (int at = 0; at < stream.length(); ) {
      int length = 0;
      for (int i = 1; i <= 4; i++) {
        length = length << 8 | stream.charAt(at + i);
      }
      if (stream.charAt(at) == 0) {
        main.append(stream, at + 5, at + 5 + length);
      }
      at += 5 + length;
    }
    return main.toString();
  }

  private static int mailsOfJane() throws IOException {
    int count = 0;
    for (String folder : List.of("cur", "new")) {
      Path directory = jane.resolve("Maildir").resolve(folder);
      if (Files.isDirectory(directory)) {
        try (Stream<Path> mails = Files.list(directory)) {
          count += (int) mails.count();
        }
      }
    }
    return count;
  }

  private static long openFiles() throws IOException {
    try (Stream<Path> files =
        Files.list(Path.of("/proc", Long.toString(server.process().pid()), "fd"))) {
      return files.count();
    }
  }

  @Test
  void survivesASessionThatIsCutAfterAnyByte() throws Exception {
    byte[] session = RecordedSession.named("dsync-first-sync").client();
    talk(session);
    long before = openFiles();
    for (int cut = 0; cut < session.length; cut += STEP) {
      talk(Arrays.copyOf(session, cut));
    }
    talk(session);
    long after = before;
    for (int i = 0; i < 100; i++) {
      after = openFiles();
      if (after <= before) {
        break;
      }
      Thread.sleep(50);
    }
    assertThat(after).isLessThanOrEqualTo(before);
    assertThat(mailsOfJane()).isEqualTo(1);
    assertThat(server.said()).doesNotContain("fault of this program");
    assertThat(talk(session)).endsWith(LAST_WORD);
  }

  @Test
  void endsSessionsInAWrongOrder() throws Exception {
    String session = new String(RecordedSession.named("dsync-first-sync").client(), ISO_8859_1);
    String greeting = session.substring(0, session.indexOf("VERSION\tdsync"));
    String tables = session.substring(greeting.length(), session.indexOf("Halpha"));
    String handshake = session.substring(session.indexOf("Halpha"), session.indexOf("NINBOX"));
    for (String wrong :
        List.of(
            "Halpha.example.com\n",
            tables + tables,
            tables + "NINBOX\ty\n",
            tables + handshake + handshake,
            tables + handshake + "Cs\t1\n",
            tables + handshake + ".\n.\nM1\n",
            tables + handshake + "F\n")) {
      String answer = talk((greeting + wrong).getBytes(ISO_8859_1));
      assertThat(answer).as(wrong).contains("\4dovetail(jane@example.com): ");
    }
    assertThat(talk(RecordedSession.named("dsync-first-sync").client())).endsWith(LAST_WORD);
  }

  /** However much comes: it keeps little of it, and listens no longer than to others. */
  @Test
  void keepsNoLineWithoutEnd() throws Exception {
    byte[] session = RecordedSession.named("dsync-first-sync").client();
    byte[] endless = new byte[1 << 16];
    Arrays.fill(endless, (byte) 'H');
    int handshake = new String(session, ISO_8859_1).indexOf("Halpha");
    for (int start : List.of(0, 30, 70, handshake)) {
      try (Socket socket = new Socket("127.0.0.1", server.port())) {
        OutputStream out = socket.getOutputStream();
        out.write(session, 0, start);
        // A refused client is still heard for a moment, and nothing of it is kept.
        for (long end = System.nanoTime() + PATIENCE_NANOS; System.nanoTime() < end; ) {
          out.write(endless);
        }
        throw new AssertionError("all of it was heard, from byte " + start);
      } catch (SocketException e) {
        assertThat(e).hasMessageMatching("Broken pipe|Connection reset.*");
      }
    }
    assertThat(peakMegabytes()).isLessThan(400);
    assertThat(talk(session)).endsWith(LAST_WORD);
  }

  private static long peakMegabytes() throws IOException {
    Path status = Path.of("/proc", Long.toString(server.process().pid()), "status");
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
      }
    }
    throw new AssertionError(status + " tells of no VmHWM");
  }
}

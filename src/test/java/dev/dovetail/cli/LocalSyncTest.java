package dev.dovetail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.log.StderrLog;
import dev.dovetail.session.Interruption;
import dev.dovetail.transport.tcp.ScriptedServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole program between two Maildirs. */
class LocalSyncTest {
  @TempDir Path home;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private StringBuilder out = new StringBuilder();
  private Path source;
  private Path destination;

  @BeforeEach
  void fillTheSource() throws IOException {
    source = home.resolve("source");
    destination = home.resolve("destination");
    for (String directory : List.of("cur", "new", "tmp", ".Sent/cur", ".Sent/new", ".Sent/tmp")) {
      Files.createDirectories(source.resolve(directory));
    }
    mail("cur/1.a:2,S", "Subject: one\n\nbody\n");
    mail("new/2.b", "Subject: two\n\nbody\n");
    mail(".Sent/cur/3.c:2,", "Subject: three\n\n");
  }

  private void mail(String name, String text) throws IOException {
    Files.writeString(source.resolve(name), text);
  }

  private int run(String... arguments) {
    err.reset();
    out = new StringBuilder();
    List<String> line = new ArrayList<>(List.of("-O", "-o", "mail_location=maildir:" + source));
    line.addAll(List.of(arguments));
    Map<String, String> environment = Map.of("USER", "jane", "HOME", home.toString());
    StderrLog log = new StderrLog(err, false);
    return new Program("dovetail", environment, log, out, new Interruption())
        .run(line.toArray(new String[0]));
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private String to() {
    return "maildir:" + destination;
  }

  private static List<String> mails(Path store) throws IOException {
    try (Stream<Path> files = Files.walk(store)) {
      List<String> texts = new ArrayList<>();
      for (Path file : files.filter(LocalSyncTest::isMail).toList()) {
        texts.add(Files.readString(file));
      }
      texts.sort(null);
      return texts;
    }
  }

  private static boolean isMail(Path file) {
    String parent = file.getParent().getFileName().toString();
    return parent.equals("cur") || parent.equals("new");
  }

  @Test
  void copiesMailsAndSaysSoIfAsked() throws IOException {
    assertThat(run("-v", "sync", to())).as(said()).isZero();
    assertThat(said()).startsWith("dovetail(jane): Info: ").contains("mails saved 3");
    assertThat(mails(destination)).isEqualTo(mails(source)).hasSize(3);
    assertThat(run("sync", to())).isZero();
    assertThat(said()).isEmpty();
    assertThat(out).isEmpty();
  }

  @Test
  void printsAStateThatTheNextRunUnderstands() {
    assertThat(run("sync", "-f", "-s", "", to())).as(said()).isZero();
    String state = out.toString();
    assertThat(state).endsWith("\n").hasSizeGreaterThan(20);
    assertThat(run("sync", "-s", state.strip(), to())).as(said()).isZero();
    String next = out.toString();
    assertThat(run("-f", "tab", "sync", "-s", next.strip(), to())).as(said()).isZero();
    assertThat(out).hasToString("state\n" + next);
    assertThat(said()).isEmpty();
  }

  @Test
  void fetchesBackWhatTheSourceLost() throws IOException {
    assertThat(run("sync", to())).isZero();
    Files.delete(source.resolve(".Sent/cur/3.c:2,"));
    assertThat(run("backup", "-R", "-f", to())).as(said()).isZero();
    assertThat(mails(source)).hasSize(3);
  }

  @Test
  void refusesToSyncAStoreWithItself() {
    assertThat(run("sync", "maildir:" + source)).isEqualTo(75);
    assertThat(said())
        .isEqualTo(
            "dovetail(jane): Error: Both source and destination mail_location points to same"
                + " directory: "
                + source
                + " (namespace prefix=\"\" { location } is set explicitly?)\n");
  }

  @Test
  void refusesAllNamespacesWithALocation() {
    assertThat(run("sync", "-N", to())).isEqualTo(75);
    assertThat(said())
        .isEqualTo("dovetail(jane): Fatal: -N parameter requires syncing with remote host\n");
  }

  @Test
  void refusesAnImpossiblePeriod() {
    assertThat(run("sync", "-t", "2026-11-20", "-e", "2026-11-01", to())).isEqualTo(75);
    assertThat(said()).isEqualTo("dovetail(jane): Fatal: start date is later than end date\n");
  }

  @Test
  void missesTheReplicaOfAUserWhoHasNone() {
    assertThat(run("sync", "-d")).isEqualTo(68);
    assertThat(said()).isEqualTo("dovetail(jane): Error: User has no mail_replica in userdb\n");
  }

  @Test
  void saysThatAServerDoesNotSpeakTls() throws IOException {
    byte[] greeting = "VERSION\tdoveadm-client\t1\t2\n".getBytes(StandardCharsets.UTF_8);
    try (ScriptedServer server = ScriptedServer.saying(greeting, 100)) {
      assertThat(run("sync", "tcps:127.0.0.1:" + server.address().port())).isEqualTo(75);
      assertThat(said()).contains("it does not speak TLS; is it a port for tcp:?");
    }
  }

  @Test
  void endsAsADoveadmServerSays() throws IOException {
    try (ScriptedServer server = ScriptedServer.answering("\n-NOREPLICATE\n")) {
      assertThat(run("sync", "-U", "tcp:127.0.0.1:" + server.address().port())).isZero();
      assertThat(said()).isEmpty();
    }
    try (ScriptedServer server = ScriptedServer.answering("\n-NOUSER\n")) {
      assertThat(run("sync", "tcp:127.0.0.1:" + server.address().port())).isEqualTo(67);
      assertThat(said()).contains("knows no user jane");
    }
  }

  @Test
  void printsAStateAlsoForARunThatFailed() {
    // Ends its output and reads on, so that it is our reading that fails, and not our writing.
    String command = "exec >&-; cat >/dev/null; exit 3";
    assertThat(run("sync", "-s", "", "sh", "-c", command)).isEqualTo(75);
    assertThat(out.toString()).isEqualTo("AQAAAHm4+Jk=\n");
    assertThat(said())
        .isEqualTo(
            "dovetail(jane): Error: read(remote) failed: Remote command returned error 3: sh -c "
                + command
                + " dsync-server (version not received)\n");
  }

  @Test
  void servesOnlyWhatItCan() {
    assertThat(run("sync", "sdbox:" + destination)).isEqualTo(75);
    assertThat(said()).contains("this version serves maildir only");
  }

  @Test
  void writesTheStreamToAFileInTheUsersHome() throws IOException {
    assertThat(run("sync", "-r", "rawlog", to())).as(said()).isZero();
    assertThat(Files.readString(home.resolve("rawlog"), StandardCharsets.ISO_8859_1))
        .contains(" O: VERSION\tdsync\t3\t5\n")
        .contains(" I: VERSION\tdsync\t3\t5\n");
  }
}

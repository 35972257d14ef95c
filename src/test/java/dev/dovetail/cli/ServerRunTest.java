package dev.dovetail.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.log.StderrLog;
import dev.dovetail.session.Interruption;
import dev.dovetail.transport.tcp.RecordedSession;
import dev.dovetail.transport.tcp.ScriptedServer;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code -S} from the typed words to what is printed, with servers that answer as told. */
@Timeout(60)
class ServerRunTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final StringBuilder out = new StringBuilder();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "flow|STATE\\n",
        "tab|state\\nSTATE\\n",
        "pager|STATE\\n",
        "json|[{\"state\":\"STATE\"}]",
      })
  void printsTheServersStateInEveryFormat(String formatter, String expected) throws Exception {
    try (ScriptedServer server = ScriptedServer.answering("STATE\t\n+\n")) {
      assertThat(run(server, "-f", formatter, "sync", "-u", "jane", "-s", "", "-d")).isZero();
      assertThat(out.toString()).isEqualTo(expected.translateEscapes());
      assertThat(said()).isEmpty();
    }
  }

  @Test
  void printsTheStateOfARunThatFailed() throws Exception {
    byte[] says = RecordedSession.named("sync-failed").server();
    try (ScriptedServer server = ScriptedServer.saying(says, 100_000)) {
      assertThat(run(server, "sync", "-u", "jane", "-s", "", "x:/y")).isEqualTo(75);
      assertThat(out.toString()).isEqualTo("AQAAAHm4+Jk=\n");
      assertThat(said().lines())
          .hasSize(2)
          .allMatch(line -> line.startsWith("dovetail(jane): Error: remote(localhost:"));
    }
  }

  @Test
  void tellsTheServerHowMuchToSay() throws Exception {
    for (String[] flag : new String[][] {{"-D", "D"}, {"-v", "v"}, {"-h", ""}}) {
      try (ScriptedServer server = ScriptedServer.answering("\n+\n")) {
        assertThat(run(server, flag[0], "sync", "-u", "jane", "-d")).isZero();
        assertThat(new String(server.heard(), UTF_8))
            .isEqualTo(
                "VERSION\tdoveadm-server\t1\t2\n" + flag[1] + "\tjane\tsync\t-u\tjane\t-d\t--\n");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-NOUSER,67,knows no user jane: check the name and the userdb there",
    "-NOTFOUND,68,did not finish sync: it answers NOTFOUND",
    "-UNKNOWN,75,'perhaps for changes meanwhile: run it again'",
    "-CHANGED,2,Warning: Mailbox changes caused a desync",
    "-17,17,it answers 17",
  })
  void neverFailsInSilence(String status, int exitCode, String text) throws Exception {
    try (ScriptedServer server = ScriptedServer.answering("\n" + status + "\n")) {
      assertThat(run(server, "sync", "-u", "jane", "-d")).isEqualTo(exitCode);
      assertThat(said().lines()).hasSize(1);
      assertThat(said()).contains(text);
    }
  }

  @Test
  void isContentIfTheServerDoesNotReplicateTheUser() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering("\n-NOREPLICATE\n")) {
      assertThat(run(server, "sync", "-U", "-u", "jane", "-d")).isZero();
      assertThat(said()).isEmpty();
    }
  }

  @Test
  void runsTheUsersOfAFileOneByOne(@TempDir Path folder) throws Exception {
    Path users = Files.writeString(folder.resolve("users"), "jane\njoe\n");
    try (ScriptedServer server = ScriptedServer.answering("STATE\t\n+\n")) {
      assertThat(run(server, "sync", "-F", users.toString(), "-s", "", "-d")).isZero();
      assertThat(out.toString()).isEqualTo("username=jane state=STATE\nusername=joe state=STATE\n");
      assertThat(said()).isEqualTo("dovetail: Info: 2 of 2 users synced\n");
    }
    try (ScriptedServer server = ScriptedServer.answering("\n-NOUSER\n")) {
      assertThat(run(server, "sync", "-F", users.toString(), "-d")).isEqualTo(75);
      assertThat(said()).contains("0 of 2 users synced; failed: jane (", "), joe (");
    }
  }

  @Test
  void needsAPortForAHost() {
    assertThat(dovetail("sync", "-S", "beta", "-u", "jane", "-d")).isEqualTo(75);
    assertThat(said()).contains("Port not known for beta: set doveadm_port or write beta:port");
  }

  @Test
  void checksTheOptionsBeforeItAsksAServer() {
    assertThat(dovetail("sync", "-S", "/nowhere", "-u", "jane", "-g", "bad", "-d")).isEqualTo(75);
    assertThat(said()).isEqualTo("Fatal: Invalid -g parameter: bad\n");
  }

  private int run(ScriptedServer server, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    int command = all.indexOf("sync");
    all.addAll(command + 1, List.of("-S", "localhost:" + server.address().port()));
    return dovetail(all.toArray(new String[0]));
  }

  private int dovetail(String... words) {
    List<String> all = new ArrayList<>(List.of("-O"));
    all.addAll(List.of(words));
    err.reset();
    out.setLength(0);
    StderrLog log = new StderrLog(err, false);
    return new Program("dovetail", Map.of(), log, out, new Interruption())
        .run(all.toArray(new String[0]));
  }

  private String said() {
    return err.toString(UTF_8);
  }
}

package dev.dovetail.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.config.ConfigFile;
import dev.dovetail.log.StderrLog;
import dev.dovetail.transport.Link;
import dev.dovetail.transport.tcp.RecordedSession;
import dev.dovetail.transport.tcp.ScriptedServer;
import dev.dovetail.transport.tcp.ServerRefusal;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ServerDestinationTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @Test
  void becomesADsyncStreamAsWithDoveadm() throws Exception {
    RecordedSession session = RecordedSession.named("dsync-first-sync");
    String recorded = new String(session.client(), UTF_8);
    String dsync = recorded.substring(recorded.indexOf("VERSION\tdsync"));
    try (ScriptedServer server = ScriptedServer.saying(session.server(), 100)) {
      try (Link link = to(server, "jane@example.com", false).open(false)) {
        assertThat(link.name()).isEqualTo(server.address().text());
        link.output().write(dsync.getBytes(UTF_8));
        link.output().close();
        assertThat(new String(link.input().readAllBytes(), UTF_8))
            .startsWith("VERSION\tdsync\t3\t5\nHhostname\t")
            .endsWith("\nF\nX\n");
      }
      assertThat(server.heard()).asString(UTF_8).isEqualTo(recorded);
    }
  }

  @Test
  void showsWhatTheServerLogsAmidTheStream() throws Exception {
    byte[] says = RecordedSession.named("dsync-lock-timeout").server();
    try (ScriptedServer server = ScriptedServer.saying(says, 100_000)) {
      to(server, "jane@example.com", false).open(false).close();
      assertThat(said.toString(UTF_8))
          .startsWith("Error: remote(" + server.address().text() + "): doveadm(jane@example.com)<")
          .contains("Timed out after 2 seconds");
    }
  }

  @Test
  void asksForTheReplicatorToBeTold() throws Exception {
    RecordedSession session = RecordedSession.named("dsync-noreplicate");
    try (ScriptedServer server = ScriptedServer.saying(session.server(), 100_000)) {
      assertRefused(server, "joe@example.com", "NOREPLICATE");
      assertThat(server.heard()).asString(UTF_8).isEqualTo(new String(session.client(), UTF_8));
    }
  }

  @Test
  void doesNotAskServersThatCannotTellIt() throws Exception {
    RecordedSession session = RecordedSession.named("dsync-usage-2.4");
    try (ScriptedServer server = ScriptedServer.saying(session.server(), 100_000)) {
      assertRefused(server, "jane@example.com", "USAGE");
      assertThat(server.heard()).asString(UTF_8).endsWith("\tdsync-server\t-ujane@example.com\n");
    }
  }

  @Test
  void asksForDebugMessages() throws Exception {
    byte[] says = RecordedSession.named("dsync-nouser").server();
    try (ScriptedServer server = ScriptedServer.saying(says, 100_000)) {
      assertThatThrownBy(() -> to(server, "kim", true).open(false))
          .isInstanceOf(ServerRefusal.class)
          .hasMessageContaining("knows no user kim");
      assertThat(server.heard()).asString(UTF_8).endsWith("\nD\tkim\tdsync-server\t-ukim\n");
    }
  }

  private void assertRefused(ScriptedServer server, String user, String reason) {
    assertThatThrownBy(() -> to(server, user, false).open(true))
        .isInstanceOfSatisfying(
            ServerRefusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }

  private ServerDestination to(ScriptedServer server, String user, boolean debug) throws Exception {
    return new ServerDestination(
        server.address(),
        ConfigFile.none(List.of("doveadm_password=s3cretpass")),
        user,
        debug,
        20,
        new Interruption(),
        new StderrLog(said, false));
  }
}

package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@code dovetail server} tells systemd. */
@RequiresDovecot
@RequiresCompiler
class ServiceNoticeIT {

  @BeforeAll
  static void lookForSystemdNotify() {
    Assumptions.assumeTrue(Command.found("systemd-notify"), "systemd-notify is not installed");
  }

  private static DovetailServer server(Path socket) throws IOException, InterruptedException {
    return DovetailServer.start(
        true, Stages.dovecot().configuration(), Map.of("NOTIFY_SOCKET", socket.toString()));
  }

  @Test
  void saysThatItListens() throws Exception {
    Path directory = Files.createTempDirectory(Stages.dovecot().directory(), "notify");
    Path program = directory.resolve("notify-socket");
    Path source = Path.of(System.getProperty("dovetail.fixtures"), "notify-socket");
    Command.of("cc", "-O1", "-o", "" + program, "" + source.resolve("notify-socket.c"))
        .run()
        .succeeded();
    Path socket = directory.resolve("socket");
    Path heard = directory.resolve("heard");
    Process manager =
        new ProcessBuilder(program.toString(), socket.toString())
            .redirectOutput(heard.toFile())
            .start();
    try {
      await(() -> Files.exists(socket));
      for (Path path : List.of(directory, socket)) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
      }
      try (DovetailServer server = server(socket)) {
        await(() -> Files.readString(heard, StandardCharsets.UTF_8).contains("READY=1"));
        assertThat(Files.readString(heard, StandardCharsets.UTF_8))
            .contains("STATUS=Listening on tcp:127.0.0.1:" + server.port() + " tcps:127.0.0.1:");
        assertThat(server.stop()).isZero();
        assertThat(server.said()).doesNotContain("systemd");
      }
    } finally {
      manager.getOutputStream().close();
      manager.waitFor();
    }
  }

  @Test
  void servesEvenIfItCannotSaySo() throws Exception {
    Path nobody = Stages.dovecot().directory().resolve("nobody-listens-here");
    try (DovetailServer server = server(nobody)) {
      await(() -> server.said().contains("Telling systemd that all is ready failed"));
      assertThat(server.stop()).isZero();
    }
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Condition condition) throws Exception {
    for (int i = 0; i < 400 && !condition.holds(); i++) {
      Thread.sleep(50);
    }
    assertThat(condition.holds()).isTrue();
  }
}

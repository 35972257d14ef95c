package dev.dovetail.transport.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import dev.dovetail.transport.StderrTarget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CommandLinkTest {

  private final List<String> errors = new ArrayList<>();
  private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
  private final Log log =
      new Log() {
        @Override
        public void error(String message) {
          errors.add(message);
        }

        @Override
        public void warning(String message) {}

        @Override
        public void info(String message) {}

        @Override
        public boolean debugEnabled() {
          return false;
        }

        @Override
        public void debug(Supplier<String> message) {}
      };

  private CommandLink shell(String script) throws SyncException {
    return shell(script, Map.of("PATH", System.getenv("PATH")), Duration.ofSeconds(20));
  }

  private CommandLink shell(String script, Map<String, String> environment, Duration patience)
      throws SyncException {
    return CommandLink.start(
        List.of("/bin/sh", "-c", script),
        environment,
        new StderrTarget(new PrintStream(stderr, true), ""),
        log,
        patience);
  }

  private String stderr() {
    return stderr.toString(StandardCharsets.UTF_8);
  }

  @Test
  void carriesBytesBothWays() throws IOException {
    byte[] bytes = new byte[3_000_000];
    new Random(1).nextBytes(bytes);
    try (CommandLink link = shell("cat")) {
      CompletableFuture<Void> writer =
          CompletableFuture.runAsync(
              () -> {
                try {
                  link.output().write(bytes);
                  link.output().close();
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      assertThat(link.input().readAllBytes()).isEqualTo(bytes);
      writer.join();
    }
    assertThat(errors).isEmpty();
  }

  @Test
  void saysNothingAboutSuccess() throws IOException {
    shell("exit 0").close();
    assertThat(errors).isEmpty();
    assertThat(stderr()).isEmpty();
  }

  @Test
  void reportsAnExitCodeWithTheCommand() throws IOException {
    CommandLink link = shell("exit 67");
    link.close();
    assertThat(errors)
        .containsExactly(
            "Remote command returned error 67 (there is no such user there): /bin/sh -c exit 67");
  }

  @Test
  void leavesAnExplainedTemporaryFailureAlone() throws IOException {
    CommandLink link = shell("echo 'Error: no disk' >&2; exit 75");
    link.close();
    assertThat(errors).isEmpty();
    assertThat(stderr()).isEqualTo("Error: no disk\n");
  }

  /** A dead host is told of by ssh's own line. */
  @Test
  void leavesAnExplainedMissingConnectionAlone() throws IOException {
    CommandLink link = shell("echo 'connect: Connection refused' >&2; exit 255");
    link.close();
    assertThat(errors).isEmpty();
    assertThat(stderr()).isEqualTo("connect: Connection refused\n");
  }

  @Test
  void reportsATemporaryFailureThatWasNotExplained() throws IOException {
    CommandLink link = shell("exit 75");
    link.close();
    assertThat(errors)
        .containsExactly(
            "Remote command returned error 75 (it failed for now): /bin/sh -c exit 75");
  }

  @Test
  void reportsASignal() throws IOException {
    shell("kill -9 $$").close();
    assertThat(errors).containsExactly("Remote command died with signal 9: /bin/sh -c kill -9 $$");
  }

  @Test
  void killsAChildThatDoesNotEndWithWhatItStarted() throws IOException {
    CommandLink link =
        shell(
            "sleep 1000 & echo $!; trap '' TERM; sleep 1000; :",
            Map.of("PATH", System.getenv("PATH")),
            Duration.ofMillis(200));
    StringBuilder pid = new StringBuilder();
    for (int c = link.input().read(); c != '\n'; c = link.input().read()) {
      pid.append((char) c);
    }
    link.close();
    assertThat(errors).containsExactly("Remote command process isn't dying, killing it");
    ProcessHandle.of(Long.parseLong(pid.toString()))
        .ifPresent(child -> child.onExit().orTimeout(10, TimeUnit.SECONDS).join());
  }

  @Test
  void passesStderrOnUnchangedAndCompletesTheLastLine() throws IOException {
    shell("printf 'one\\n\\377two\\nthree' >&2").close();
    assertThat(stderr.toByteArray())
        .isEqualTo("one\n\u00fftwo\nthree\n".getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void doesNotBlockAChildThatComplainsALot() throws IOException {
    try (CommandLink link = shell("yes xxxxxxxxxxxxxxx | head -c 1000000 >&2; echo done")) {
      assertThat(new String(link.input().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("done\n");
    }
    assertThat(stderr.size()).isEqualTo(1_000_000);
  }

  @Test
  void givesTheChildACleanEnvironment() throws IOException {
    Map<String, String> own =
        Map.of(
            "PATH", System.getenv("PATH"),
            "HOME", "/h",
            "DOVECONF_ENV", "1",
            "DOVEADM_PASSWORD", "secret",
            "LC_ALL", "C.UTF-8",
            "DOVETAIL_LC_ALL", "de_DE.UTF-8");
    assertThat(environment(ChildEnvironment.clean(own)))
        .contains("HOME=/h", "LC_ALL=de_DE.UTF-8", "PATH=" + System.getenv("PATH"))
        .noneMatch(line -> line.startsWith("DOVE"));
    assertThat(environment(ChildEnvironment.whole(own)))
        .contains("DOVEADM_PASSWORD=secret", "DOVECONF_ENV=1", "LC_ALL=de_DE.UTF-8")
        .noneMatch(line -> line.startsWith("DOVETAIL"));
  }

  private List<String> environment(Map<String, String> given) throws IOException {
    try (CommandLink link = shell("/usr/bin/env", given, Duration.ofSeconds(20))) {
      return new String(link.input().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  @Test
  void takesTheLocaleAwayThatOnlyWeHaveSet() throws IOException {
    Map<String, String> own = Map.of("LC_ALL", "C.UTF-8", "DOVETAIL_LC_ALL", "");
    assertThat(environment(ChildEnvironment.clean(own)))
        .noneMatch(line -> line.startsWith("LC_ALL"))
        .anyMatch(line -> line.startsWith("PATH=/usr/local/bin:"));
  }

  @Test
  void findsTheProgramInThePath() throws IOException {
    CommandLink link =
        CommandLink.start(
            List.of("true"),
            Map.of("PATH", System.getenv("PATH")),
            new StderrTarget(new PrintStream(stderr, true), ""),
            log);
    link.close();
    assertThat(errors).isEmpty();
  }

  @Test
  void saysWhyACommandCannotBeStarted() {
    assertThatThrownBy(
            () ->
                CommandLink.start(
                    List.of("/nosuch/command", "x"),
                    Map.of(),
                    new StderrTarget(new PrintStream(stderr), ""),
                    log))
        .isInstanceOfSatisfying(
            SyncException.class, e -> assertThat(e.grade()).isEqualTo(Grade.TEMPORARY))
        .hasMessage(
            "Cannot start the remote command /nosuch/command: No such file or directory (command:"
                + " /nosuch/command x)");
  }

  @Test
  void failsToWriteToAChildThatIsGone() throws IOException {
    try (CommandLink link = shell("exit 0")) {
      assertThat(link.input().read()).isEqualTo(-1);
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 1000; i++) {
                  link.output().write(new byte[10_000]);
                }
              })
          .isInstanceOf(IOException.class);
    }
  }
}

package dev.dovetail.transport.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.OtherEndException;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import dev.dovetail.transport.StderrTarget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CommandLinkTest {
  private static final Duration MOMENT = Duration.ofMillis(200);
  private static final Duration AGES = Duration.ofSeconds(50);

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
    return shell(script, Map.of("PATH", System.getenv("PATH")), CommandLink.Times.USUAL);
  }

  private CommandLink shell(String script, Map<String, String> environment, CommandLink.Times times)
      throws SyncException {
    return CommandLink.start(
        List.of("/bin/sh", "-c", script),
        environment,
        new StderrTarget(new PrintStream(stderr, true), ""),
        log,
        times);
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
      assertThat(link.input().readNBytes(bytes.length)).isEqualTo(bytes);
      writer.join();
    }
    assertThat(errors).isEmpty();
  }

  @Test
  void saysNothingAboutSuccess() throws IOException {
    shell("exit 0").end();
    assertThat(errors).isEmpty();
    assertThat(stderr()).isEmpty();
  }

  @Test
  void reportsAnExitCodeWithTheCommand() throws IOException {
    CommandLink link = shell("exit 67");
    link.end();
    assertThat(errors)
        .containsExactly(
            "Remote command returned error 67 (there is no such user there): /bin/sh -c exit 67");
  }

  @Test
  void leavesAnExplainedTemporaryFailureAlone() throws IOException {
    CommandLink link = shell("echo 'Error: no disk' >&2; exit 75");
    link.end();
    assertThat(errors).isEmpty();
    assertThat(stderr()).isEqualTo("Error: no disk\n");
  }

  /** A dead host is told of by ssh's own line. */
  @Test
  void leavesAnExplainedMissingConnectionAlone() throws IOException {
    CommandLink link = shell("echo 'connect: Connection refused' >&2; exit 255");
    link.end();
    assertThat(errors).isEmpty();
    assertThat(stderr()).isEqualTo("connect: Connection refused\n");
  }

  @Test
  void reportsATemporaryFailureThatWasNotExplained() throws IOException {
    CommandLink link = shell("exit 75");
    link.end();
    assertThat(errors)
        .containsExactly(
            "Remote command returned error 75 (it failed for now): /bin/sh -c exit 75");
  }

  @Test
  void reportsASignal() throws IOException {
    shell("kill -9 $$").end();
    assertThat(errors).containsExactly("Remote command died with signal 9: /bin/sh -c kill -9 $$");
  }

  @Test
  void killsAChildThatDoesNotEndWithWhatItStarted() throws IOException {
    CommandLink link = stubborn(new CommandLink.Times(MOMENT, AGES, AGES));
    ProcessHandle child = child(link);
    link.end();
    assertThat(errors).containsExactly("Remote command process isn't dying, killing it");
    awaitEnd(child);
  }

  /** What is wrong with it has been said. */
  @Test
  void killsAChildThatIsGivenUpWithoutAWord() throws IOException {
    CommandLink link = stubborn(new CommandLink.Times(AGES, MOMENT, MOMENT));
    ProcessHandle child = child(link);
    link.close();
    link.end();
    assertThat(errors).isEmpty();
    awaitEnd(child);
  }

  /** Its input cannot even be closed: a writer waits for it. */
  @Test
  void killsAChildThatDoesNotReadAnyMore() throws IOException {
    CommandLink link = stubborn(new CommandLink.Times(AGES, MOMENT, MOMENT));
    ProcessHandle child = child(link);
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              try {
                writeMuch(link);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    assertThatThrownBy(() -> writer.get(500, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    link.close();
    awaitEnd(child);
    assertThatThrownBy(writer::join).hasRootCauseInstanceOf(IOException.class);
    assertThat(errors).isEmpty();
  }

  @Test
  void letsAChildThatIsGivenUpCleanUp() throws IOException {
    CommandLink link =
        shell(
            "trap 'echo cleaned up >&2; exit' TERM; echo ready; while :; do sleep 0.1; done",
            Map.of("PATH", System.getenv("PATH")),
            new CommandLink.Times(AGES, MOMENT, AGES));
    assertThat(link.input().readNBytes(6)).asString().isEqualTo("ready\n");
    link.close();
    assertThat(errors).isEmpty();
    assertThat(stderr()).contains("cleaned up\n");
  }

  /** Ignores SIGTERM, and says the process id of what it has started. */
  private CommandLink stubborn(CommandLink.Times times) throws SyncException {
    return shell(
        "trap '' TERM; sleep 1000 & echo $!; sleep 1000; :",
        Map.of("PATH", System.getenv("PATH")),
        times);
  }

  private static ProcessHandle child(CommandLink link) throws IOException {
    StringBuilder pid = new StringBuilder();
    for (int c = link.input().read(); c != '\n'; c = link.input().read()) {
      pid.append((char) c);
    }
    return ProcessHandle.of(Long.parseLong(pid.toString())).orElseThrow();
  }

  private static void awaitEnd(ProcessHandle child) {
    child.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Test
  void tellsTheReaderHowTheChildHasEnded() throws IOException {
    try (CommandLink link = shell("echo x; exit 127")) {
      assertThat(link.input().readNBytes(2)).hasSize(2);
      assertThatThrownBy(() -> link.input().read())
          .isInstanceOf(OtherEndException.class)
          .hasMessage(
              "Remote command returned error 127 (there is no such program there; give its full"
                  + " path): /bin/sh -c echo x; exit 127");
    }
    assertThat(errors).isEmpty();
  }

  @Test
  void tellsTheWriterHowTheChildHasEnded() throws IOException {
    try (CommandLink link = shell("exec <&-; kill -9 $$")) {
      assertThatThrownBy(() -> writeMuch(link))
          .isInstanceOf(OtherEndException.class)
          .hasMessage("Remote command died with signal 9: /bin/sh -c exec <&-; kill -9 $$");
    }
    assertThat(errors).isEmpty();
  }

  private static void writeMuch(CommandLink link) throws IOException {
    for (int i = 0; i < 1000; i++) {
      link.output().write(new byte[10_000]);
    }
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
      assertThat(everything(link)).isEqualTo("done\n");
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
    try (CommandLink link = shell("/usr/bin/env", given, CommandLink.Times.USUAL)) {
      return everything(link).lines().toList();
    }
  }

  private static String everything(CommandLink link) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      link.input().transferTo(bytes);
    } catch (OtherEndException e) {
      // That was all.
    }
    return bytes.toString(StandardCharsets.UTF_8);
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
  void saysThatAChildHasEndedTooEarlyWithoutAnError() throws IOException {
    try (CommandLink link = shell("exit 0")) {
      assertThatThrownBy(() -> link.input().read())
          .hasMessage("Remote command ended before the sync did: /bin/sh -c exit 0");
      assertThatThrownBy(() -> writeMuch(link)).isInstanceOf(OtherEndException.class);
    }
  }
}

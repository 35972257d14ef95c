package dev.dovetail.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A running {@code dovetail replicator run} in the place of that of a Dovecot instance. */
record RunningReplicator(Process process, Path log) implements AutoCloseable {

  /** What a Dovecot needs to leave the sockets to us, and to feed them. */
  static String[] dovecotsLines(String destination) {
    return withFeeds(
        "0",
        "mail_plugins = $mail_plugins notify replication",
        "plugin {",
        "mail_replica = " + destination,
        "}",
        "service replicator {",
        "unix_listener replicator {",
        "mode = 0",
        "}",
        "}");
  }

  /** With the places where plugins tell of changes, open to this mode; 0 for none. */
  static String[] withFeeds(String mode, String... lines) {
    return Stream.concat(
            Stream.of(lines),
            Stream.of(
                "service aggregator {",
                "fifo_listener replication-notify-fifo {",
                "mode = " + mode,
                "}",
                "unix_listener replication-notify {",
                "mode = " + mode,
                "}",
                "}"))
        .toArray(String[]::new);
  }

  /** Our configuration for it. */
  static Path configuration(DovecotInstance dovecot) throws IOException {
    return dovecot.configurationWith(
        withFeeds(
            "0666",
            "dovetail_state_dir = " + dovecot.directory() + "/replicator",
            "dovetail_replicator_watch = yes",
            "service replicator {",
            "unix_listener replicator-doveadm {",
            "mode = 0666",
            "}",
            "}"));
  }

  /** Starts it as who runs the tests. */
  static RunningReplicator start(DovecotInstance dovecot, Path configuration)
      throws IOException, InterruptedException {
    return start(dovecot.directory(), command(dovecot, configuration));
  }

  static Command command(DovecotInstance dovecot, Path configuration)
      throws IOException, InterruptedException {
    return Dovetail.builtHere(dovecot)
        .command(List.of("-c", configuration.toString(), "replicator", "run"));
  }

  /**
   * The same in an environment of one's own.
   *
   * @param directory for the log
   */
  static RunningReplicator start(Path directory, Command command)
      throws IOException, InterruptedException {
    List<String> words = command.words();
    Path log = Files.createTempFile(directory, "replicator", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(words.subList(words.indexOf("env"), words.size()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().clear();
    builder.environment().putAll(command.environment());
    RunningReplicator replicator = new RunningReplicator(builder.start(), log);
    for (int i = 0; i < 400 && !replicator.said().contains("Listening on"); i++) {
      if (!replicator.process.isAlive()) {
        break;
      }
      Thread.sleep(25);
    }
    return replicator;
  }

  /** All that it has logged. */
  String said() throws IOException {
    return Files.readString(log, StandardCharsets.UTF_8);
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      throw new AssertionError("the replicator does not end");
    }
    return process.exitValue();
  }

  /** Kills it; those that work for it see that, and leave nothing behind. */
  @Override
  public void close() {
    Killed.withWorkers(process.toHandle());
  }
}

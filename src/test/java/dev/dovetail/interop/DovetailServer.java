package dev.dovetail.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A running {@code dovetail server} with a port for {@code tcp:} and one for {@code tcps:}. */
record DovetailServer(Process process, Path log, int port, int tlsPort) implements AutoCloseable {

  /**
   * @param asOwner whether it runs as the owner of the mail, or as who runs the tests
   */
  static DovetailServer start(boolean asOwner, Path configuration, String... options)
      throws IOException, InterruptedException {
    return start(asOwner, configuration, Map.of(), options);
  }

  /**
   * @param environment that it has besides its usual one
   */
  static DovetailServer start(
      boolean asOwner, Path configuration, Map<String, String> environment, String... options)
      throws IOException, InterruptedException {
    return start(
        Stages.dovecot(), DovecotInstance.freePort(), asOwner, configuration, environment, options);
  }

  /**
   * @param dovecot whose mail it serves
   * @param port for {@code tcp:}
   */
  static DovetailServer start(
      DovecotInstance dovecot,
      int port,
      boolean asOwner,
      Path configuration,
      Map<String, String> environment,
      String... options)
      throws IOException, InterruptedException {
    Dovetail dovetail = Dovetail.builtHere(dovecot);
    int tlsPort = DovecotInstance.freePort();
    List<String> words = new ArrayList<>(List.of("-c", configuration.toString(), "-o"));
    words.add("dovetail_listen=tcp:127.0.0.1:" + port + " tcps:127.0.0.1:" + tlsPort);
    words.addAll(List.of(options));
    words.add("server");
    Command command = dovetail.command(words);
    List<String> all = command.words();
    List<String> own = asOwner ? all : all.subList(all.indexOf("env"), all.size());
    Path log = Files.createTempFile(dovecot.directory(), "server", ".log");
    ProcessBuilder builder = new ProcessBuilder(own).redirectErrorStream(true);
    builder.redirectOutput(log.toFile());
    builder.environment().clear();
    builder.environment().putAll(command.environment());
    builder.environment().putAll(environment);
    DovetailServer server = new DovetailServer(builder.start(), log, port, tlsPort);
    for (int i = 0; i < 400 && !server.said().contains("Listening on"); i++) {
      Thread.sleep(50);
    }
    if (!server.process.isAlive()) {
      throw new AssertionError("the server does not start: " + server.said());
    }
    return server;
  }

  /** All that it has logged. */
  String said() throws IOException {
    return Files.readString(log, StandardCharsets.UTF_8);
  }

  /** Ends it by SIGTERM. Returns its exit code. */
  int stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the server does not end");
    }
    return process.exitValue();
  }

  /** Kills it; those that work for it see that, and leave nothing behind. */
  @Override
  public void close() {
    Killed.withWorkers(process.toHandle());
  }
}

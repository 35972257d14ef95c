package dev.dovetail.session;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.StderrLog;
import dev.dovetail.text.LineReader;
import dev.dovetail.transport.Patience;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * This program once more, as a server on a UNIX socket that only root and an owner of mail can
 * reach. It ends with us: its standard input does.
 */
final class OwnerServer implements Closeable {
  /** Where such a server listens; in its environment. */
  static final String SOCKET = "DOVETAIL_SERVER_SOCKET";

  private static final long START_SECONDS = 60;
  private static final long GOODBYE_SECONDS = 4;
  private static final int MAX_LINE = 8192;

  private final Process process;
  private final Path socket;

  /** How many clients it is serving; guarded by {@link OwnerServers}. */
  int clients;

  /** What one hears of a server that has started, from a thread of its own. */
  interface Listener {
    void told(String line);

    void ended(OwnerServer server);
  }

  private OwnerServer(Process process, Path socket) {
    this.process = process;
    this.socket = socket;
  }

  /**
   * Starts it, and waits until it listens.
   *
   * @param user one of those whose mail belongs to the owner
   * @param listener gets the lines of its standard output behind the first, and hears of the end
   * @throws SyncException if it does not start
   */
  static OwnerServer start(
      UserContext user, List<String> arguments, Listener listener, StderrLog log)
      throws IOException {
    Path directory = Files.createTempDirectory("dovetail-server");
    Path socket = directory.resolve("socket");
    Files.setAttribute(directory, "unix:gid", (int) OwnerCommand.gid(user));
    Files.setAttribute(directory, "unix:uid", (int) user.settings().uid().getAsLong());
    ProcessBuilder builder = OwnerCommand.builder(user, arguments);
    builder.environment().put(SOCKET, socket.toString());
    OwnerServer server = new OwnerServer(OwnerCommand.start(builder), socket);
    daemon(() -> server.copyErrors(log), "server-errors");
    boolean listens = false;
    try {
      listens = server.awaitSocket();
    } finally {
      if (!listens) {
        server.close();
      }
    }
    if (!listens) {
      throw new SyncException(
          Grade.TEMPORARY, "The server process of " + user.name() + "'s owner does not start");
    }
    daemon(() -> server.listen(listener, log), "server-output");
    return server;
  }

  private static void daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void listen(Listener listener, StderrLog log) {
    LineReader lines = new LineReader(process.getInputStream(), MAX_LINE);
    try {
      for (String line = lines.next(); line != null; line = lines.next()) {
        listener.told(line);
      }
    } catch (IOException e) {
      log.debug(() -> "Listening to a server failed: " + e.getMessage());
    }
    listener.ended(this);
  }

  /** It says something on its standard output, whatever it is, when it listens. */
  private boolean awaitSocket() throws IOException {
    try (Patience patience = new Patience(START_SECONDS, process::destroyForcibly)) {
      return process.getInputStream().read() >= 0 && !patience.isOver();
    }
  }

  private void copyErrors(StderrLog log) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        log.passOn(line);
      }
    } catch (IOException e) {
      log.debug(() -> "Reading a server's messages failed: " + e.getMessage());
    }
  }

  Path socket() {
    return socket;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    try (OutputStream input = process.getOutputStream()) {
      // Its end is what the server waits for.
    } catch (IOException e) {
      // It has ended already.
    }
    try {
      if (!process.waitFor(GOODBYE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      Files.deleteIfExists(socket);
      Files.deleteIfExists(socket.getParent());
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // An empty directory among the temporary files harms nobody.
    }
  }
}

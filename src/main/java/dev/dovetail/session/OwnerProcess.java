package dev.dovetail.session;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.StderrLog;
import dev.dovetail.transport.Link;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * This program once more, as the owner of a user's mail: root never works inside a user's
 * directories. A remote command is still started by root, whose keys it may need; its streams are
 * the worker's standard streams then.
 */
public final class OwnerProcess {
  private static final int BUFFER = 64 * 1024;
  private static final int SIGNALLED = 128;
  private static final int SIGKILL = 9;
  private static final long GOODBYE_SECONDS = 30;

  /** For the last words of a worker that has failed, if the other end takes them at all. */
  private static final long LAST_WORDS_SECONDS = 2;

  private final UserContext user;
  private final List<String> arguments;
  private final Interruption interruption;
  private final StderrLog log;
  private final WorkerLines lines;
  private volatile String state;
  private Thread errors;

  /**
   * @param arguments a whole command line for this user alone
   * @param log gets the worker's lines as they stand
   */
  public OwnerProcess(
      UserContext user, List<String> arguments, Interruption interruption, StderrLog log) {
    this.user = user;
    this.arguments = arguments;
    this.interruption = interruption;
    this.log = log;
    this.lines = new WorkerLines(log);
  }

  /** The state line that the worker reported; null if it reported none. */
  public String state() {
    return state;
  }

  /** The worker's last error line; null if there was none. */
  public String lastError() {
    return lines.lastError();
  }

  /** Runs the worker on our own standard streams. Returns its exit code. */
  public int serve() throws IOException {
    ProcessBuilder builder = builder(Worker.Role.SERVER);
    builder.redirectInput(Redirect.INHERIT).redirectOutput(Redirect.INHERIT);
    return await(start(builder));
  }

  /** Runs the worker for a sync between two local stores. Returns its exit code. */
  public int sync() throws IOException {
    ProcessBuilder builder = builder(Worker.Role.LOCAL);
    builder.redirectInput(Redirect.from(new File("/dev/null")));
    builder.redirectOutput(Redirect.INHERIT);
    return await(start(builder));
  }

  /** Runs the worker for a sync over {@code link}, which stays open. Returns its exit code. */
  public int sync(Link link) throws IOException {
    HeardLink heard = new HeardLink(link);
    lines.over(heard);
    Process process = start(builder(Worker.Role.INITIATOR));
    Thread out = pump(process.getInputStream(), heard.output());
    pump(heard.input(), process.getOutputStream());
    int exitCode = await(process);
    join(out, exitCode == 0 ? GOODBYE_SECONDS : LAST_WORDS_SECONDS);
    return exitCode;
  }

  private ProcessBuilder builder(Worker.Role role) throws IOException {
    ProcessBuilder builder = OwnerCommand.builder(user, arguments);
    new Worker(role, user.user(), user.lookedUp()).describe(builder.environment());
    return builder;
  }

  private Process start(ProcessBuilder builder) throws SyncException {
    Process process = OwnerCommand.start(builder);
    errors = new Thread(() -> copyErrors(process.getErrorStream()), "worker-errors");
    errors.setDaemon(true);
    errors.start();
    return process;
  }

  /** Waits for the worker's end and its last message. */
  private int await(Process process) throws SyncException {
    Runnable abort = process::destroy;
    interruption.add(abort);
    try {
      int exitCode = process.waitFor();
      errors.join(TimeUnit.SECONDS.toMillis(GOODBYE_SECONDS));
      return checked(exitCode);
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new SyncException(Grade.TEMPORARY, "Interrupted while a worker process ran", e);
    } finally {
      interruption.remove(abort);
    }
  }

  private static int checked(int exitCode) throws SyncException {
    if (exitCode == SIGNALLED + SIGKILL) {
      throw new SyncException(Grade.TEMPORARY, "The worker process was killed with signal 9");
    }
    return exitCode;
  }

  private static Thread pump(InputStream from, OutputStream to) {
    Thread thread =
        new Thread(
            () -> {
              try (from;
                  to) {
                copy(from, to);
              } catch (IOException e) {
                // One end is gone: closing tells the other one, and the worker says why.
              }
            },
            "worker-pump");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void copy(InputStream from, OutputStream to) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
      to.write(buffer, 0, n);
      to.flush();
    }
  }

  private static void join(Thread thread, long seconds) {
    try {
      thread.join(TimeUnit.SECONDS.toMillis(seconds));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void copyErrors(InputStream stream) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        String report = Worker.stateIn(line);
        if (report != null) {
          state = report;
        } else {
          lines.take(line);
        }
      }
    } catch (IOException e) {
      log.debug(() -> "Reading the worker's messages failed: " + e.getMessage());
    }
  }
}

package dev.dovetail.transport.exec;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import dev.dovetail.transport.ExitStatus;
import dev.dovetail.transport.Link;
import dev.dovetail.transport.StderrLines;
import dev.dovetail.transport.StderrTarget;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A child process that speaks on its standard streams (doveadm-interfaces 2.2, 2.3). Its standard
 * error is copied to ours line by line. {@link #close} waits for its end and reports it; called
 * from another thread, it ends a blocked read at the latest when it kills the child.
 */
public final class CommandLink implements Link {

  /** How long a child may take to end after its streams were closed. */
  public static final Duration USUAL_PATIENCE = Duration.ofSeconds(30);

  /** How Java reports a child that a signal ended: this plus the signal's number. */
  private static final int SIGNALLED = 128;

  private static final int LAST_SIGNAL = 64;

  /** What ends a child that had more to say than we wanted to hear. */
  private static final int SIGPIPE = 13;

  private static final long STDERR_PATIENCE_MILLIS = 1000;

  private final List<String> words;
  private final Process process;
  private final StderrLines stderr;
  private final Thread stderrThread;
  private final Duration patience;
  private final Log log;
  private boolean closed;

  private CommandLink(
      List<String> words, Process process, StderrTarget stderr, Duration patience, Log log) {
    this.words = words;
    this.process = process;
    this.patience = patience;
    this.log = log;
    this.stderr = new StderrLines(stderr);
    stderrThread = new Thread(this::copyStderr, "stderr of " + words.get(0));
    stderrThread.setDaemon(true);
    stderrThread.start();
  }

  /**
   * Starts a command.
   *
   * @param words program and arguments; no shell is involved
   * @param environment all of the child's, see {@link ChildEnvironment}
   * @param stderr where the child's error lines go
   * @throws SyncException ({@code TEMPORARY}) if it cannot be started
   */
  public static CommandLink start(
      List<String> words, Map<String, String> environment, StderrTarget stderr, Log log)
      throws SyncException {
    return start(words, environment, stderr, log, USUAL_PATIENCE);
  }

  /**
   * The same with another limit.
   *
   * @param patience how long {@link #close} waits before it kills
   */
  public static CommandLink start(
      List<String> words,
      Map<String, String> environment,
      StderrTarget stderr,
      Log log,
      Duration patience)
      throws SyncException {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      return new CommandLink(List.copyOf(words), builder.start(), stderr, patience, log);
    } catch (IOException e) {
      throw new SyncException(
          Grade.TEMPORARY,
          "Cannot start the remote command "
              + words.get(0)
              + ": "
              + reason(e)
              + " (command: "
              + String.join(" ", words)
              + ")",
          e);
    }
  }

  /** Java's text is {@code Cannot run program "x": error=2, No such file or directory}. */
  private static String reason(IOException e) {
    String text = String.valueOf(e.getMessage());
    int error = text.lastIndexOf("error=");
    int comma = text.indexOf(", ", Math.max(error, 0));
    return error < 0 || comma < 0 ? text : text.substring(comma + 2);
  }

  @Override
  public InputStream input() {
    return process.getInputStream();
  }

  @Override
  public OutputStream output() {
    return process.getOutputStream();
  }

  @Override
  public String name() {
    return "remote";
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    closeQuietly(process.getOutputStream());
    closeQuietly(process.getInputStream());
    boolean interrupted = false;
    boolean ended = false;
    try {
      ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        log.error("Remote command process isn't dying, killing it");
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (!ended) {
      kill();
    }
    awaitStderr();
    if (ended) {
      report(process.exitValue());
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void closeQuietly(java.io.Closeable stream) {
    try {
      stream.close();
    } catch (IOException e) {
      // The child is gone already; its exit code says more.
    }
  }

  /** With what it has started: those keep our pipes open too. */
  private void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** Runs until the child closes it, so that a child that says much never blocks. */
  private void copyStderr() {
    try (stderr) {
      process.getErrorStream().transferTo(stderr);
    } catch (IOException e) {
      // The child is being killed; what it had to say has been said.
    }
  }

  /** A grandchild in the background may hold the stream for ever; that is not worth waiting for. */
  private void awaitStderr() {
    try {
      stderrThread.join(STDERR_PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void report(int status) {
    String command = String.join(" ", words);
    if (status == SIGNALLED + SIGPIPE) {
      return;
    }
    if (status > SIGNALLED && status <= SIGNALLED + LAST_SIGNAL) {
      log.error("Remote command died with signal " + (status - SIGNALLED) + ": " + command);
    } else {
      ExitStatus.report(status, command, stderr.hasAnything(), log);
    }
  }
}

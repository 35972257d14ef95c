package dev.dovetail.transport.exec;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.OtherEndException;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import dev.dovetail.transport.ExitStatus;
import dev.dovetail.transport.Link;
import dev.dovetail.transport.StderrLines;
import dev.dovetail.transport.StderrTarget;
import dev.dovetail.transport.ToldStreams;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A child process that speaks on its standard streams (doveadm-interfaces 2.2, 2.3). Its standard
 * error is copied to ours line by line. Whoever reads or writes when it has ended by itself is told
 * how by an {@link OtherEndException}. {@link #close}, called from another thread, ends a blocked
 * read at the latest when it kills the child.
 */
public final class CommandLink implements Link, ToldStreams.End {

  /**
   * How long a child is waited for.
   *
   * @param goodbye until its end, when both ends have finished
   * @param grace until it ends by itself because its streams have
   * @param cleanUp between SIGTERM and SIGKILL: enough for a {@code dsync-server} to let go of its
   *     locks, and not more than we have ourselves when a signal ends us
   */
  record Times(Duration goodbye, Duration grace, Duration cleanUp) {
    static final Times USUAL =
        new Times(Duration.ofSeconds(30), Duration.ofSeconds(2), Duration.ofSeconds(3));
  }

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
  private final Times times;
  private final Log log;
  private final InputStream input;
  private final OutputStream output;
  private volatile boolean closed;

  private CommandLink(
      List<String> words, Process process, StderrTarget stderr, Times times, Log log) {
    this.words = words;
    this.process = process;
    this.times = times;
    this.log = log;
    ToldStreams streams = new ToldStreams(this);
    this.input = streams.input(process.getInputStream());
    this.output = streams.output(process.getOutputStream());
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
    return start(words, environment, stderr, log, Times.USUAL);
  }

  static CommandLink start(
      List<String> words,
      Map<String, String> environment,
      StderrTarget stderr,
      Log log,
      Times times)
      throws SyncException {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      return new CommandLink(List.copyOf(words), builder.start(), stderr, times, log);
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
    return input;
  }

  @Override
  public OutputStream output() {
    return output;
  }

  @Override
  public String name() {
    return "remote";
  }

  @Override
  public synchronized void end() {
    if (closed) {
      return;
    }
    closed = true;
    closeQuietly(process.getOutputStream());
    closeQuietly(process.getInputStream());
    boolean ended = hasEnded(times.goodbye());
    if (!ended) {
      log.error("Remote command process isn't dying, killing it");
      kill();
    }
    awaitStderr();
    if (ended) {
      report(process.exitValue());
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    endInput();
    closeQuietly(process.getInputStream());
    if (!hasEnded(times.grace())) {
      process.descendants().forEach(ProcessHandle::destroy);
      // Unlike the process itself this leaves its last words alone.
      process.toHandle().destroy();
      if (!hasEnded(times.cleanUp())) {
        kill();
      }
    }
    awaitStderr();
  }

  /** In a thread of its own: it waits for a writer who waits for the child. */
  private void endInput() {
    Thread thread = new Thread(this::closeOutput, "end of " + words.get(0));
    thread.setDaemon(true);
    thread.start();
  }

  private void closeOutput() {
    closeQuietly(process.getOutputStream());
  }

  private boolean hasEnded(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
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
    process.toHandle().destroyForcibly();
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
    int signal = signal(status);
    if (signal == 0) {
      ExitStatus.report(status, command(), stderr.hasAnything(), log);
    } else if (signal != SIGPIPE) {
      log.error(text(status));
    }
  }

  private String command() {
    return String.join(" ", words);
  }

  /** 0 if it was none that ended the child. */
  private static int signal(int status) {
    return status > SIGNALLED && status <= SIGNALLED + LAST_SIGNAL ? status - SIGNALLED : 0;
  }

  private String text(int status) {
    int signal = signal(status);
    return signal == 0
        ? ExitStatus.text(status, command())
        : "Remote command died with signal " + signal + ": " + command();
  }

  @Override
  public Optional<OtherEndException> untimely() {
    if (closed) {
      return Optional.empty();
    }
    // Who says nothing more has nothing more to hear.
    endInput();
    return hasEnded(times.grace()) && !closed
        ? Optional.of(new OtherEndException(text(process.exitValue())))
        : Optional.empty();
  }
}

package dev.dovetail.transport.ssh;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.OtherEndException;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import dev.dovetail.stream.BlockOutput;
import dev.dovetail.transport.ExitStatus;
import dev.dovetail.transport.Link;
import dev.dovetail.transport.Patience;
import dev.dovetail.transport.StderrLines;
import dev.dovetail.transport.StderrTarget;
import dev.dovetail.transport.ToldStreams;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A command on another host, over an SSH connection of our own. Whoever reads or writes when it has
 * ended by itself, or the connection is lost, is told so by an {@link OtherEndException}.
 */
public final class SshLink implements Link, ToldStreams.End {
  /** How long the command may take to end, when both ends have finished. */
  private static final long GOODBYE_SECONDS = 30;

  /** How long it may take to say its last words when it is given up. */
  private static final long GRACE_SECONDS = 2;

  private static final long POLL_MILLIS = 10;

  /** How long it may take until the connection is known to be lost when the streams have ended. */
  private static final long LOSS_NANOS = 1_000_000_000;

  private final SshConnection connection;
  private final ChannelExec channel;
  private final String command;
  private final StderrLines stderr;
  private final Log log;
  private final ReceiveBuffer received = new ReceiveBuffer();
  private final InputStream input;
  private final OutputStream output;
  private volatile boolean closed;

  private SshLink(
      SshConnection connection, ChannelExec channel, String command, StderrTarget target, Log log)
      throws IOException {
    this.connection = connection;
    this.channel = channel;
    this.command = command;
    this.stderr = new StderrLines(target);
    this.log = log;
    channel.setCommand(command.getBytes(StandardCharsets.UTF_8));
    channel.setOutputStream(received.sink());
    channel.setErrStream(stderr);
    ToldStreams streams = new ToldStreams(this);
    input = streams.input(received.source());
    output = streams.output(new NotedOutput(channel.getOutputStream(), received));
  }

  /**
   * Runs a command.
   *
   * @param connection open; closing the link closes it
   * @param command for the shell there
   * @param target where its error lines go
   * @throws SyncException ({@code TEMPORARY}) if the host does not run commands
   */
  public static SshLink run(SshConnection connection, String command, StderrTarget target, Log log)
      throws SyncException {
    boolean running = false;
    try {
      SshLink link = new SshLink(connection, connection.exec(), command, target, log);
      link.channel.connect(connection.host().connectSeconds() * 1000);
      running = true;
      return link;
    } catch (IOException | JSchException e) {
      throw new SyncException(
          Grade.TEMPORARY,
          "Running a command on " + connection.name() + " over SSH failed: " + e.getMessage(),
          e);
    } finally {
      if (!running) {
        connection.close();
      }
    }
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
    return connection.name();
  }

  @Override
  public synchronized void end() {
    if (closed) {
      return;
    }
    if (sayGoodbye(GOODBYE_SECONDS)) {
      report(channel.getExitStatus());
    } else {
      log.error("Remote command process isn't dying, leaving it: " + command);
    }
    stderr.close();
    connection.close();
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    // Somebody who waits for the other end to take more would keep us from saying goodbye.
    if (received.isWriting()) {
      closed = true;
      received.discard();
    } else {
      sayGoodbye(GRACE_SECONDS);
      stderr.close();
    }
    connection.close();
  }

  /** Whether the command ends in time after its input. */
  private boolean sayGoodbye(long seconds) {
    closed = true;
    received.discard();
    try (Patience patience = new Patience(seconds, connection::close)) {
      output.close();
      return hasEnded(seconds) && !patience.isOver();
    } catch (IOException e) {
      log.debug(() -> "Ending the SSH connection failed: " + e.getMessage());
      return true;
    }
  }

  @Override
  public Optional<OtherEndException> untimely() {
    boolean ended = !closed && hasEnded(GRACE_SECONDS) && !closed;
    return ended
        ? Optional.of(new OtherEndException(text(channel.getExitStatus())))
        : Optional.empty();
  }

  /**
   * JSch ends the streams first, and knows a moment later how the command has ended, or that the
   * connection is lost.
   */
  private boolean hasEnded(long seconds) {
    long begin = System.nanoTime();
    long limit = TimeUnit.SECONDS.toNanos(seconds);
    try {
      while (!channel.isClosed() && connection.isOpen()) {
        if (System.nanoTime() - begin > limit) {
          return false;
        }
        Thread.sleep(POLL_MILLIS);
      }
      begin = System.nanoTime();
      while (channel.getExitStatus() < 0 && connection.isOpen()) {
        if (System.nanoTime() - begin > LOSS_NANOS) {
          return true;
        }
        Thread.sleep(POLL_MILLIS);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private String loss() {
    return "The SSH connection to "
        + connection.name()
        + " was lost: it was cut, or there was no sign of life for "
        + connection.host().aliveSeconds() * connection.host().aliveCount()
        + " seconds (ServerAliveInterval, ServerAliveCountMax)";
  }

  private void report(int status) {
    if (status >= 0) {
      ExitStatus.report(status, command, stderr.hasAnything(), log);
    } else {
      log.error(text(status));
    }
  }

  /**
   * @param status negative if there is none
   */
  private String text(int status) {
    if (status >= 0) {
      return ExitStatus.text(status, command);
    }
    return connection.isOpen() ? "Remote command died with a signal: " + command : loss();
  }

  /** JSch's stream, with a note in the receive buffer while it may block. */
  private static final class NotedOutput extends BlockOutput {
    private final OutputStream out;
    private final ReceiveBuffer received;

    NotedOutput(OutputStream out, ReceiveBuffer received) {
      this.out = out;
      this.received = received;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      received.writing(true);
      try {
        out.write(bytes, offset, length);
      } finally {
        received.writing(false);
      }
    }

    @Override
    public void flush() throws IOException {
      received.writing(true);
      try {
        out.flush();
      } finally {
        received.writing(false);
      }
    }

    @Override
    public void close() throws IOException {
      received.writing(true);
      try {
        out.close();
      } finally {
        received.writing(false);
      }
    }
  }
}

package dev.dovetail.transport.ssh;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import dev.dovetail.transport.ExitStatus;
import dev.dovetail.transport.Link;
import dev.dovetail.transport.Patience;
import dev.dovetail.transport.StderrLines;
import dev.dovetail.transport.StderrTarget;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A command on another host, over an SSH connection of our own. {@link #close} waits for its end
 * and reports it, as {@link dev.dovetail.transport.exec.CommandLink} does.
 */
public final class SshLink implements Link {
  /** How long the command may take to end after its input has. */
  private static final long GOODBYE_SECONDS = 30;

  private static final long POLL_MILLIS = 10;

  /** How long it may take until the connection is known to be lost or not. */
  private static final long LOSS_NANOS = 1_000_000_000;

  private final SshConnection connection;
  private final ChannelExec channel;
  private final String command;
  private final StderrLines stderr;
  private final Log log;
  private final ReceiveBuffer received = new ReceiveBuffer();
  private final OutputStream output;
  private volatile boolean closed;

  /** Whether the reader knows by an exception that the connection was lost. */
  private volatile boolean lossTold;

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
    output = new NotedOutput(channel.getOutputStream(), received);
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

  /** It fails if the connection is lost, and ends where the command's output does. */
  @Override
  public InputStream input() {
    InputStream source = received.source();
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int start, int length) throws IOException {
        int count = source.read(bytes, start, length);
        if (count < 0 && !closed && isLost()) {
          lossTold = true;
          throw new SyncException(Grade.TEMPORARY, loss());
        }
        return count;
      }
    };
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
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    boolean cut = received.isWriting();
    received.discard();
    // Somebody who waits for the other end to take more would keep us from saying goodbye.
    if (cut) {
      connection.close();
      return;
    }
    try (Patience patience = new Patience(GOODBYE_SECONDS, connection::close)) {
      output.close();
      awaitEnd();
      if (patience.isOver()) {
        log.error("Remote command process isn't dying, leaving it: " + command);
      } else {
        report(channel.getExitStatus());
      }
    } catch (IOException e) {
      log.debug(() -> "Ending the SSH connection failed: " + e.getMessage());
    }
    stderr.close();
    connection.close();
  }

  /** JSch ends the streams first, and is no longer connected a moment later. */
  private boolean isLost() {
    long begin = System.nanoTime();
    try {
      while (connection.isOpen() && System.nanoTime() - begin < LOSS_NANOS) {
        if (channel.getExitStatus() >= 0) {
          return false;
        }
        Thread.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return channel.getExitStatus() < 0 && !connection.isOpen();
  }

  private String loss() {
    return "The SSH connection to "
        + connection.name()
        + " was lost: it was cut, or there was no sign of life for "
        + connection.host().aliveSeconds() * connection.host().aliveCount()
        + " seconds (ServerAliveInterval, ServerAliveCountMax)";
  }

  /** The exit status comes after the end of the streams. */
  private void awaitEnd() {
    try {
      while (!channel.isClosed() && connection.isOpen()) {
        Thread.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void report(int status) {
    if (status >= 0) {
      ExitStatus.report(status, command, stderr.hasAnything(), log);
    } else if (connection.isOpen()) {
      log.error("Remote command died with a signal: " + command);
    } else if (!lossTold) {
      log.error(loss());
    }
  }

  /** JSch's stream, with a note in the receive buffer while it may block. */
  private static final class NotedOutput extends OutputStream {
    private final OutputStream out;
    private final ReceiveBuffer received;

    NotedOutput(OutputStream out, ReceiveBuffer received) {
      this.out = out;
      this.received = received;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
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

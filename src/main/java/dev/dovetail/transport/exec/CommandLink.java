package dev.dovetail.transport.exec;

import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import dev.dovetail.transport.Link;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/**
 * A child process that speaks on its standard streams (doveadm-interfaces 2.2, 2.3). Its standard
 * error is copied to ours line by line. {@link #close} waits for its end and reports it.
 */
public final class CommandLink implements Link {

  private CommandLink() {}

  /**
   * Starts a command.
   *
   * @param words program and arguments; no shell is involved
   * @param environment our own, from which the child's is made
   * @param stderr where the child's error lines go
   * @throws SyncException ({@code TEMPORARY}) if it cannot be started
   */
  public static CommandLink start(
      List<String> words, Map<String, String> environment, PrintStream stderr, Log log)
      throws SyncException {
    return new CommandLink();
  }

  @Override
  public InputStream input() {
    return InputStream.nullInputStream();
  }

  @Override
  public OutputStream output() {
    return OutputStream.nullOutputStream();
  }

  @Override
  public String name() {
    return "remote";
  }

  /** Whether the child ended with 75 and said why: then nothing more needs to be said. */
  public boolean explainedItself() {
    return false;
  }

  @Override
  public void close() throws IOException {}
}

package dev.dovetail.transport;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import java.util.List;

/**
 * {@code dsync_remote_cmd}: the command that reaches another host (doveadm-interfaces 2.1).
 *
 * @param setting the setting's text, variables not expanded
 * @param variables expands one argument
 */
public record CommandTemplate(String setting, Variables variables) {

  /** Expands the variables of one argument. */
  @FunctionalInterface
  public interface Variables {
    String expand(String argument, String user, String login, String host) throws SyncException;
  }

  /**
   * The words of the command.
   *
   * @throws SyncException if a name could be taken for an option or a variable is unknown
   */
  public List<String> expand(String user, String login, String host) throws SyncException {
    throw new SyncException(Grade.USAGE, "landing soon");
  }
}

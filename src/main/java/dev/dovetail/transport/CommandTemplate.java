package dev.dovetail.transport;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import java.util.ArrayList;
import java.util.List;

/**
 * A command with variables that reaches another host, such as {@code dsync_remote_cmd}
 * (doveadm-interfaces 2.1).
 *
 * <p>Deviation: an unknown variable is an error, and so is a name that could be taken for an
 * option; Dovecot runs the command anyway. Names with characters that mean something to a shell are
 * quoted for a command that ends up in one.
 *
 * @param setting the name of the setting, for messages
 * @param text its value, variables not expanded
 * @param shell which names a shell at the other end sees
 * @param variables expands one argument
 */
public record CommandTemplate(String setting, String text, Shell shell, Variables variables) {

  /** Which names are quoted. */
  public enum Shell {
    NONE,
    /** {@code ssh} takes host and login itself and hands the rest to a shell. */
    USER,
    ALL
  }

  /** {@code dsync_remote_cmd}: if it is {@code ssh}, the user ends up in a shell. */
  public static CommandTemplate remoteCommand(String text, Variables variables) {
    int end = text.indexOf(' ');
    boolean ssh = isSsh(end < 0 ? text : text.substring(0, end));
    return new CommandTemplate("dsync_remote_cmd", text, ssh ? Shell.USER : Shell.NONE, variables);
  }

  /** Expands the variables of one argument. */
  @FunctionalInterface
  public interface Variables {
    /**
     * @throws SyncException if the argument holds an unknown variable
     */
    String expand(String argument, String user, String login, String host) throws SyncException;
  }

  /**
   * The words of the command.
   *
   * @param user the mail user that the other end is asked for; may be empty
   * @param login the account there; may be empty
   * @throws SyncException if a name could be taken for an option or a variable is unknown
   */
  public List<String> expand(String user, String login, String host) throws SyncException {
    check("user", user);
    check("login", login);
    check("host", host);
    if (host.isEmpty()) {
      throw new SyncException(Grade.USAGE, "The destination names no host");
    }
    String safeUser = shell == Shell.NONE ? user : quoted(user);
    String safeLogin = shell == Shell.ALL ? quoted(login) : login;
    String safeHost = shell == Shell.ALL ? quoted(host) : host;
    List<String> words = new ArrayList<>();
    for (String argument : text.split(" ", -1)) {
      if (argument.indexOf('%') < 0) {
        words.add(argument);
        continue;
      }
      String bare = variables.expand(argument, "", "", "");
      String full = variables.expand(argument, safeUser, safeLogin, safeHost);
      // What does not depend on the names vanishes: so -l%{login} goes when there is no login.
      if (bare.isEmpty() || !full.equals(bare)) {
        words.add(full);
      }
    }
    if (words.isEmpty() || words.get(0).isEmpty()) {
      throw new SyncException(Grade.CONFIGURATION, setting + " is empty; set it to a command");
    }
    return words;
  }

  private void check(String what, String name) throws SyncException {
    boolean bad = name.startsWith("-");
    for (int i = 0; i < name.length() && !bad; i++) {
      bad = name.charAt(i) < ' ' || name.charAt(i) == 0x7f;
    }
    if (bad) {
      throw new SyncException(
          Grade.NOT_POSSIBLE,
          "The " + what + " name '" + printable(name) + "' cannot be given to " + setting);
    }
  }

  private static String printable(String name) {
    StringBuilder safe = new StringBuilder();
    for (int i = 0; i < name.length() && i < 200; i++) {
      char c = name.charAt(i);
      safe.append(c < ' ' || c == 0x7f ? '?' : c);
    }
    return safe.toString();
  }

  private static boolean isSsh(String program) {
    return program.substring(program.lastIndexOf('/') + 1).equals("ssh");
  }

  private static String quoted(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean plain =
          c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || c >= '0' && c <= '9'
              || ".-_@+=:,/%".indexOf(c) >= 0;
      if (!plain) {
        return "'" + name.replace("'", "'\\''") + "'";
      }
    }
    return name;
  }
}

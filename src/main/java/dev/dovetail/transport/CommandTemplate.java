package dev.dovetail.transport;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code dsync_remote_cmd}: the command that reaches another host (doveadm-interfaces 2.1).
 *
 * <p>Deviation: an unknown variable is an error, and so is a name that could be taken for an
 * option; Dovecot runs the command anyway. A user's name with characters that mean something to a
 * shell is quoted when the command is {@code ssh}, which hands its arguments to one.
 *
 * @param setting the setting's text, variables not expanded
 * @param variables expands one argument
 */
public record CommandTemplate(String setting, Variables variables) {

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
    String[] arguments = setting.split(" ", -1);
    String shellSafeUser = isSsh(arguments[0]) ? quoted(user) : user;
    List<String> words = new ArrayList<>();
    for (String argument : arguments) {
      if (argument.indexOf('%') < 0) {
        words.add(argument);
        continue;
      }
      String bare = variables.expand(argument, "", "", "");
      String full = variables.expand(argument, shellSafeUser, login, host);
      // What does not depend on the names vanishes: so -l%{login} goes when there is no login.
      if (bare.isEmpty() || !full.equals(bare)) {
        words.add(full);
      }
    }
    if (words.isEmpty() || words.get(0).isEmpty()) {
      throw new SyncException(
          Grade.CONFIGURATION, "dsync_remote_cmd is empty; set it to a command");
    }
    return words;
  }

  private static void check(String what, String name) throws SyncException {
    boolean bad = name.startsWith("-");
    for (int i = 0; i < name.length() && !bad; i++) {
      bad = name.charAt(i) < ' ' || name.charAt(i) == 0x7f;
    }
    if (bad) {
      throw new SyncException(
          Grade.NOT_POSSIBLE,
          "The " + what + " name '" + printable(name) + "' cannot be given to dsync_remote_cmd");
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

  private static String quoted(String user) {
    for (int i = 0; i < user.length(); i++) {
      char c = user.charAt(i);
      boolean plain =
          c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || c >= '0' && c <= '9'
              || ".-_@+=:,/%".indexOf(c) >= 0;
      if (!plain) {
        return "'" + user.replace("'", "'\\''") + "'";
      }
    }
    return user;
  }
}

package dev.dovetail.transport;

import dev.dovetail.log.Log;

/** What the exit status of a command that was the other end tells the admin. */
public final class ExitStatus {
  private static final int EX_TEMPFAIL = 75;

  /** How ssh ends that has no connection. */
  private static final int NO_CONNECTION = 255;

  private ExitStatus() {}

  /**
   * Says how a command failed; nothing if it did not.
   *
   * @param said whether the command has written error lines, which explain a temporary failure or a
   *     missing connection
   */
  public static void report(int status, String command, boolean said, Log log) {
    // Who ends with one of these after saying why has said all.
    boolean explained = said && (status == EX_TEMPFAIL || status == NO_CONNECTION);
    if (status != 0 && !explained) {
      log.error(text(status, command));
    }
  }

  /** How a command has ended that should not have. */
  public static String text(int status, String command) {
    return status == 0
        ? "Remote command ended before the sync did: " + command
        : "Remote command returned error " + status + meaning(status) + ": " + command;
  }

  private static String meaning(int status) {
    String words =
        switch (status) {
          case 64 -> "it does not understand its arguments";
          case 65, 77 -> "it may not, or cannot, do this for this user";
          case 67 -> "there is no such user there";
          case EX_TEMPFAIL -> "it failed for now";
          case 78 -> "there is no Java there";
          case 89 -> "the configuration there is wrong";
          case 126 -> "the program there may not be executed";
          case 127 -> "there is no such program there; give its full path";
          case NO_CONNECTION -> "no connection or login";
          default -> "";
        };
    return words.isEmpty() ? "" : " (" + words + ")";
  }
}

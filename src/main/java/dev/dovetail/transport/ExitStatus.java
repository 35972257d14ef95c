package dev.dovetail.transport;

/** What the exit status of a command that was to be the other end tells the admin. */
public final class ExitStatus {
  private ExitStatus() {}

  /** In parentheses behind a blank; empty if the number says all that is known. */
  public static String meaning(int status) {
    String words =
        switch (status) {
          case 64 -> "it does not understand its arguments";
          case 65, 77 -> "it may not, or cannot, do this for this user";
          case 67 -> "there is no such user there";
          case 75 -> "it failed for now";
          case 78 -> "there is no Java there";
          case 89 -> "the configuration there is wrong";
          case 126 -> "the program there may not be executed";
          case 127 -> "there is no such program there; give its full path";
          case 255 -> "no connection or login";
          default -> "";
        };
    return words.isEmpty() ? "" : " (" + words + ")";
  }
}

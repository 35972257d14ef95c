package dev.dovetail.cli.line;

import java.util.List;

/**
 * The command line cannot be carried out as it stands.
 *
 * <p>The message is everything that standard error gets, prefixes included; it may have several
 * lines.
 */
public final class UsageException extends Exception {
  private final int exitCode;

  /**
   * @param message without a line feed at the end
   */
  public UsageException(int exitCode, String message) {
    super(message, null, false, false);
    this.exitCode = exitCode;
  }

  /** For the shell. */
  public int exitCode() {
    return exitCode;
  }

  /** doveadm's form for an option value that makes no sense: {@code Fatal: …}, exit code 75. */
  public static UsageException fatal(String text) {
    return new UsageException(ExitCode.TEMPORARY, "Fatal: " + text);
  }

  /** Of words behind the last one that has a meaning. */
  public static UsageException extraneous(List<String> words) {
    return new UsageException(
        ExitCode.USAGE, "Error: Extraneous arguments found: " + String.join(" ", words));
  }
}

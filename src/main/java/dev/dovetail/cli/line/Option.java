package dev.dovetail.cli.line;

/**
 * One option of a command.
 *
 * @param letter the short name; 0 if it has none
 * @param name the long name; empty if it has none (global options)
 * @param argument what the usage text calls its value; empty if it takes none
 * @param summary one line for the help text and the completions
 * @param values what a shell can complete as its value
 */
public record Option(char letter, String name, String argument, String summary, ValueKind values) {

  /** What a shell can offer as an option's value. */
  public enum ValueKind {
    /** Nothing, or no value at all. */
    NONE,
    FILE,
    FORMATTER,
    FLAG,
    PRIORITY
  }

  Option completedBy(ValueKind kind) {
    return new Option(letter, name, argument, summary, kind);
  }

  /** Whether a value must follow. */
  public boolean takesValue() {
    return !argument.isEmpty();
  }

  /** The name that messages of our own use: {@code -l}, or {@code --jobs} if it has no letter. */
  public String display() {
    return letter != 0 ? "-" + letter : "--" + name;
  }
}

package dev.dovetail.config.variable;

import java.util.List;

/**
 * A step of a pipe: a variable at its beginning, or a filter.
 *
 * @param arguments in the order in which they are written
 */
record PipeCall(String name, List<Argument> arguments) {

  /** What an argument's text is. */
  enum Kind {
    TEXT,
    NUMBER,
    VARIABLE
  }

  /**
   * An argument.
   *
   * @param key of {@code rounds=2}; empty for one without
   * @param text of a text its bytes, one character for each
   */
  record Argument(String key, Kind kind, String text) {}
}

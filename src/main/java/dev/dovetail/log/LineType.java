package dev.dovetail.log;

/** What a line says about its text (doveadm-interfaces 1.2). */
public enum LineType {
  DEBUG("Debug: ", 7),
  INFO("Info: ", 6),
  WARNING("Warning: ", 4),
  ERROR("Error: ", 3),
  FATAL("Fatal: ", 2);

  private final String text;
  private final int severity;

  LineType(String text, int severity) {
    this.text = text;
    this.severity = severity;
  }

  /** As it stands before the text, blank included. */
  String text() {
    return text;
  }

  /** Of the syslog protocol. */
  int severity() {
    return severity;
  }

  /** The type that a line made by another process names first; an error if it names none. */
  static LineType in(String line) {
    LineType found = ERROR;
    int first = Integer.MAX_VALUE;
    for (LineType type : values()) {
      int at = line.indexOf(type.text);
      if (at >= 0 && at < first) {
        first = at;
        found = type;
      }
    }
    return found;
  }
}

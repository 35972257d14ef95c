package dev.dovetail.wire.item;

/** One element of {@code keyword_changes} (dsync-protocol 3.7). */
public record KeywordChange(Kind kind, String keyword) {

  /** The prefix character of the element. */
  public enum Kind {
    /** Added according to the log, but not set now. */
    ADDED('+'),
    /** Removed according to the log. */
    REMOVED('-'),
    /** Set now; the log knows no change. */
    FINAL('='),
    /** Set now, and added according to the log. */
    ADDED_AND_FINAL('&');

    private final char prefix;

    Kind(char prefix) {
      this.prefix = prefix;
    }

    public char prefix() {
      return prefix;
    }

    public boolean isSet() {
      return this == FINAL || this == ADDED_AND_FINAL;
    }
  }

  /** Null if {@code element} is not a prefix character and a keyword. */
  static KeywordChange parse(String element) {
    if (element.length() < 2) {
      return null;
    }
    String keyword = element.substring(1);
    switch (element.charAt(0)) {
      case '+':
        return new KeywordChange(Kind.ADDED, keyword);
      case '-':
        return new KeywordChange(Kind.REMOVED, keyword);
      case '=':
        return new KeywordChange(Kind.FINAL, keyword);
      case '&':
        return new KeywordChange(Kind.ADDED_AND_FINAL, keyword);
      default:
        return null;
    }
  }
}

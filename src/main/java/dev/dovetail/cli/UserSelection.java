package dev.dovetail.cli;

/**
 * Whose mail it is about: {@code -u}, {@code -A}, {@code -F} (doveadm-interfaces 1.3).
 *
 * @param kind which of the options was given last
 * @param text the user, mask or file; empty for the others
 */
record UserSelection(Kind kind, String text) {

  enum Kind {
    /** The user whom the environment names. */
    CALLING,
    ONE,
    MASK,
    ALL,
    FILE
  }

  boolean isMany() {
    return kind == Kind.MASK || kind == Kind.ALL || kind == Kind.FILE;
  }
}

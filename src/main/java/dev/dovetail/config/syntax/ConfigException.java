package dev.dovetail.config.syntax;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;

/** The configuration cannot be used. */
public final class ConfigException extends SyncException {

  /** Which of doveadm's exit codes applies (doveadm-interfaces 1.12). */
  public enum Kind {
    /** The file cannot be read: exit 75. */
    UNREADABLE,
    /** The file's text is wrong: exit 89, and the line's prefix is {@code doveconf: Fatal: }. */
    BROKEN,
    /** The settings are well-formed, but cannot serve this user: exit 75. */
    UNUSABLE
  }

  private final Kind kind;

  public ConfigException(Kind kind, String message) {
    super(Grade.CONFIGURATION, message);
    this.kind = kind;
  }

  public ConfigException(Kind kind, String message, Throwable cause) {
    super(Grade.CONFIGURATION, message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}

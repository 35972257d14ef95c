package dev.dovetail.config.variable;

import dev.dovetail.config.syntax.ConfigException;

/** What a pipe cannot do; the message says why. The filter {@code default} makes up for it. */
final class PipeRefusal extends Exception {
  private static final long serialVersionUID = 1;

  PipeRefusal(String reason) {
    super(reason, null, false, false);
  }

  /** A value that must not be used: nothing makes up for that. */
  PipeRefusal(ConfigException unusable) {
    super(unusable.getMessage(), unusable, false, false);
  }

  void throwIfUnusable() throws ConfigException {
    if (getCause() instanceof ConfigException unusable) {
      throw unusable;
    }
  }
}

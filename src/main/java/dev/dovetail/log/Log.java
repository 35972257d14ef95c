package dev.dovetail.log;

import java.util.function.Supplier;

/** Where messages to the admin go. Implementations prefix each line (doveadm-interfaces 1.2). */
public interface Log {

  void error(String message);

  void warning(String message);

  void info(String message);

  boolean debugEnabled();

  /** The message is only made when somebody wants it. */
  void debug(Supplier<String> message);

  /** The same log with other text in front of each line, such as {@code dovetail(jane): }. */
  default Log withPrefix(String prefix) {
    return this;
  }

  /** The same log with its debug lines. */
  default Log withDebug() {
    return this;
  }

  /** Drops everything; for tests and for parts that run without an admin. */
  Log NONE =
      new Log() {
        @Override
        public void error(String message) {}

        @Override
        public void warning(String message) {}

        @Override
        public void info(String message) {}

        @Override
        public boolean debugEnabled() {
          return false;
        }

        @Override
        public void debug(Supplier<String> message) {}
      };
}

package dev.dovetail.cli.output;

import java.io.Closeable;

/**
 * Counts the users of a long run on standard output as doveadm does with {@code -v}: the number in
 * its place every 100 users, a line's end behind the last (doveadm-interfaces 1.1). Thread-safe.
 */
public final class UserCount implements Closeable {
  private static final int INTERVAL = 100;

  private final Appendable out;
  private final boolean shown;
  private int finished;

  public UserCount(Appendable out, boolean shown) {
    this.out = out;
    this.shown = shown;
  }

  /** One more is through, however it ended. */
  public synchronized void finished() {
    if (++finished % INTERVAL == 0) {
      print("\r" + finished);
    }
  }

  @Override
  public synchronized void close() {
    print("\n");
  }

  private void print(String text) {
    if (shown) {
      new TextSink(out).write(text);
    }
  }
}

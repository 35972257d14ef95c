package dev.dovetail.wire;

import dev.dovetail.os.Alarm;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Says again and again that this end is at work, on a thread of its own. */
final class KeepAlive implements Closeable {

  /** Says it once, if need be. */
  interface Word {
    void say() throws IOException;
  }

  private final long millis;
  private final Word word;
  private Alarm next;
  private boolean closed;

  private KeepAlive(long millis, Word word) {
    this.millis = millis;
    this.word = word;
  }

  /** Begins to say {@code word} every {@code millis} milliseconds, until it fails. */
  static KeepAlive start(long millis, Word word) {
    KeepAlive keepAlive = new KeepAlive(millis, word);
    keepAlive.pause();
    return keepAlive;
  }

  private synchronized void pause() {
    if (!closed) {
      next = Alarm.after(TimeUnit.MILLISECONDS.toNanos(millis), "dsync keep-alive", this::say);
    }
  }

  private void say() {
    try {
      word.say();
      pause();
    } catch (IOException e) {
      // Whoever sends or receives next finds out, and says so.
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    next.close();
  }
}

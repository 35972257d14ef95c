package dev.dovetail.wire;

import java.io.Closeable;
import java.io.IOException;

/** Says again and again that this end is at work, on a thread of its own. */
final class KeepAlive implements Closeable {

  /** Says it once, if need be. */
  interface Word {
    void say() throws IOException;
  }

  private final long millis;
  private final Word word;
  private boolean closed;

  private KeepAlive(long millis, Word word) {
    this.millis = millis;
    this.word = word;
  }

  /** Begins to say {@code word} every {@code millis} milliseconds, until it fails. */
  static KeepAlive start(long millis, Word word) {
    KeepAlive keepAlive = new KeepAlive(millis, word);
    Thread thread =
        new Thread("dsync keep-alive") {
          @Override
          public void run() {
            keepAlive.repeat();
          }
        };
    thread.setDaemon(true);
    thread.start();
    return keepAlive;
  }

  private void repeat() {
    try {
      while (pause()) {
        word.say();
      }
    } catch (IOException e) {
      // Whoever sends or receives next finds out, and says so.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns false if it was closed. */
  private synchronized boolean pause() throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    for (long left = millis; !closed && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
      wait(left);
    }
    return !closed;
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}

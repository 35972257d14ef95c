package dev.dovetail.os;

import java.io.Closeable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Does something when a time is up, unless it is closed before. All alarms wait on one thread of
 * Java's own; one that rings gets a thread, so none holds up another.
 */
public final class Alarm implements Closeable {
  /** True if the time was up first. */
  private final CompletableFuture<Boolean> end = new CompletableFuture<>();

  private final CompletableFuture<Void> ringing;

  private Alarm(String name, Runnable action) {
    ringing =
        end.thenAccept(
            rings -> {
              if (rings) {
                Thread thread = new Thread(action, name);
                thread.setDaemon(true);
                thread.start();
              }
            });
  }

  /**
   * Sets one.
   *
   * @param name of the thread that does it
   */
  public static Alarm after(long nanos, String name, Runnable action) {
    Alarm alarm = new Alarm(name, action);
    alarm.end.completeOnTimeout(true, nanos, TimeUnit.NANOSECONDS);
    return alarm;
  }

  /** What it has begun to do it does to the end. */
  @Override
  public void close() {
    end.complete(false);
  }

  @Override
  public String toString() {
    return "Alarm" + (ringing.isDone() ? ", over" : "");
  }
}

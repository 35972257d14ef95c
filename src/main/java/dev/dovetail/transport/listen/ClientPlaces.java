package dev.dovetail.transport.listen;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many clients are served at the same time, by a thread each. Whoever comes when all places are
 * taken waits to be accepted. Thread-safe.
 */
public final class ClientPlaces {
  private final Semaphore free;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "client");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param places at least 1
   */
  public ClientPlaces(int places) {
    this.free = new Semaphore(places);
  }

  /** Waits for a place; {@link #fill} or {@link #giveBack} follows. */
  void take() throws InterruptedException {
    free.acquire();
  }

  void giveBack() {
    free.release();
  }

  /** Serves a client at a place that was taken. */
  void fill(Runnable client) {
    threads.execute(
        () -> {
          try {
            client.run();
          } finally {
            giveBack();
          }
        });
  }

  /** Waits so long at most until all clients are gone; none may come any more. */
  public void awaitEnd(long millis) {
    threads.shutdown();
    try {
      threads.awaitTermination(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

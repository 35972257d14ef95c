package dev.dovetail.transport.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ClientPlacesTest {
  private final ClientPlaces places = new ClientPlaces(2);
  private final CountDownLatch leave = new CountDownLatch(1);

  private void serveOne() {
    try {
      places.take();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    places.fill(this::stay);
  }

  private void stay() {
    try {
      leave.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void letsWhoeverComesToAFullHouseWait() throws Exception {
    serveOne();
    serveOne();
    CompletableFuture<Void> third = CompletableFuture.runAsync(this::serveOne);
    Thread.sleep(200);
    assertThat(third.isDone()).isFalse();
    leave.countDown();
    third.get();
  }

  @Test
  void waitsForTheLastOneToLeaveButNotForever() {
    serveOne();
    long before = System.nanoTime();
    places.awaitEnd(100);
    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before)).isBetween(90L, 10_000L);
    leave.countDown();
    places.awaitEnd(20_000);
  }
}

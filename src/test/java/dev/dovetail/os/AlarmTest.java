package dev.dovetail.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class AlarmTest {
  private static final long NOW = 1;

  @Test
  void ringsWhenTheTimeIsUp() throws Exception {
    CountDownLatch rung = new CountDownLatch(1);
    long before = System.nanoTime();
    Alarm.after(TimeUnit.MILLISECONDS.toNanos(50), "test", rung::countDown);
    rung.await();
    assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(50_000_000);
  }

  @Test
  void isSilentOnceItIsClosed() throws Exception {
    AtomicInteger rings = new AtomicInteger();
    Alarm.after(TimeUnit.MILLISECONDS.toNanos(50), "test", rings::incrementAndGet).close();
    Thread.sleep(200);
    assertThat(rings).hasValue(0);
  }

  @Test
  void isNotHeldUpByWhatAnotherOneDoes() throws Exception {
    CountDownLatch rung = new CountDownLatch(1);
    CountDownLatch busy = new CountDownLatch(1);
    Alarm.after(
        NOW,
        "busy",
        () -> {
          try {
            busy.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    Alarm.after(NOW, "test", rung::countDown);
    assertThat(rung.await(10, TimeUnit.SECONDS)).isTrue();
    busy.countDown();
  }
}

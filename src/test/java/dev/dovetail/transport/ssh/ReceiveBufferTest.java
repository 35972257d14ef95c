package dev.dovetail.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReceiveBufferTest {
  private static final byte[] MEGABYTE = new byte[1024 * 1024];

  private final ReceiveBuffer buffer = new ReceiveBuffer();

  private CompletableFuture<Void> put(byte[] bytes) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            buffer.sink().write(bytes);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  private static boolean done(CompletableFuture<Void> task, long millis) throws Exception {
    try {
      task.get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  @Test
  void handsOnWhatArrives() throws Exception {
    byte[] bytes = new byte[5_000_000];
    new Random(1).nextBytes(bytes);
    CompletableFuture<Void> arriving = put(bytes).thenRun(() -> close());
    assertThat(buffer.source().readAllBytes()).isEqualTo(bytes);
    arriving.join();
  }

  private void close() {
    try {
      buffer.sink().close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void waitsForTheReader() throws Exception {
    buffer.sink().write(MEGABYTE);
    CompletableFuture<Void> more = put(MEGABYTE);
    assertThat(done(more, 200)).isFalse();
    buffer.source().skipNBytes(MEGABYTE.length);
    assertThat(done(more, 10_000)).isTrue();
  }

  @Test
  void doesNotWaitForTheReaderWhileSomebodyWrites() throws Exception {
    buffer.sink().write(MEGABYTE);
    CompletableFuture<Void> more = put(MEGABYTE);
    assertThat(done(more, 200)).isFalse();
    buffer.writing(true);
    assertThat(done(more, 10_000)).isTrue();
  }

  @Test
  void takesButForgetsWhatNobodyWantsAnyMore() throws Exception {
    buffer.sink().write(MEGABYTE);
    CompletableFuture<Void> more = put(MEGABYTE);
    buffer.discard();
    assertThat(done(more, 10_000)).isTrue();
    assertThat(buffer.source().read()).isEqualTo(-1);
  }
}

package dev.dovetail.transport.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InProcessLinkTest {

  @Test
  void deliversRandomPiecesInOrderBothWaysAtOnce() {
    for (int seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      InProcessLink.Pair pair = InProcessLink.pair(1 + random.nextInt(5000));
      byte[] there = bytes(random, 200_000);
      byte[] back = bytes(random, 200_000);
      CompletableFuture<?>[] all = {
        write(pair.first().output(), there, seed),
        write(pair.second().output(), back, seed + 1),
        expect(pair.second().input(), there, seed + 2),
        expect(pair.first().input(), back, seed + 3)
      };
      CompletableFuture.allOf(all).orTimeout(30, TimeUnit.SECONDS).join();
    }
  }

  private static byte[] bytes(Random random, int count) {
    byte[] bytes = new byte[random.nextInt(count)];
    random.nextBytes(bytes);
    return bytes;
  }

  private interface Work {
    void run() throws IOException;
  }

  private static CompletableFuture<Void> inThread(Work work) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
                done.complete(null);
              } catch (Throwable e) {
                done.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return done;
  }

  private static CompletableFuture<Void> write(OutputStream out, byte[] bytes, int seed) {
    return inThread(
        () -> {
          Random random = new Random(seed);
          for (int at = 0; at < bytes.length; ) {
            int part = Math.min(bytes.length - at, random.nextInt(7000));
            if (part == 1) {
              out.write(bytes[at]);
            } else {
              out.write(bytes, at, part);
            }
            at += part;
          }
          out.close();
        });
  }

  private static CompletableFuture<Void> expect(InputStream in, byte[] expected, int seed) {
    return inThread(
        () -> {
          Random random = new Random(seed);
          byte[] got = new byte[expected.length + 1];
          int at = 0;
          for (int read = 0; read >= 0; at += Math.max(read, 0)) {
            read = in.read(got, at, Math.min(got.length - at, 1 + random.nextInt(7000)));
          }
          assertThat(at).as("seed %d", seed).isEqualTo(expected.length);
          assertThat(Arrays.copyOf(got, at)).as("seed %d", seed).isEqualTo(expected);
        });
  }

  @Test
  void givesEndOfFileBehindWhatWasWrittenBeforeTheClose() throws IOException {
    InProcessLink.Pair pair = InProcessLink.pair(100);
    pair.first().output().write(new byte[] {1, 2, (byte) 0xff});
    pair.first().close();
    assertThat(pair.second().input().readAllBytes()).containsExactly(1, 2, 0xff);
    assertThat(pair.second().input().read()).isEqualTo(-1);
  }

  @Test
  void failsToWriteToAClosedEnd() throws IOException {
    InProcessLink.Pair pair = InProcessLink.pair(100);
    pair.second().close();
    assertThatThrownBy(() -> pair.first().output().write(1))
        .isInstanceOf(IOException.class)
        .hasMessage("The other end has closed the link");
  }

  @Test
  void wakesAWriterWhenTheOtherEndCloses() throws IOException {
    InProcessLink.Pair pair = InProcessLink.pair(10);
    CompletableFuture<Void> writer = inThread(() -> pair.first().output().write(new byte[100]));
    pair.second().close();
    assertThatThrownBy(() -> writer.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void wakesAReaderWhenItsOwnEndIsClosed() throws IOException {
    InProcessLink.Pair pair = InProcessLink.pair(10);
    CompletableFuture<Void> reader = inThread(() -> pair.first().input().read());
    pair.first().close();
    assertThatThrownBy(() -> reader.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void refusesToBeUsedAfterItsClose() throws IOException {
    InProcessLink.Pair pair = InProcessLink.pair(10);
    pair.first().close();
    assertThatThrownBy(() -> pair.first().output().write(1)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> pair.first().input().read()).isInstanceOf(IOException.class);
  }
}

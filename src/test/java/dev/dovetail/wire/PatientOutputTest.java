package dev.dovetail.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.stream.BlockOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PatientOutputTest {
  private final CountDownLatch given = new CountDownLatch(1);

  @Test
  void givesUpAPeerThatTakesNothing() throws IOException {
    BlockOutput deaf =
        new BlockOutput() {
          @Override
          public void write(byte[] from, int offset, int length) throws IOException {
            try {
              assertThat(given.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            throw new IOException("closed");
          }
        };
    try (PatientOutput output = new PatientOutput(deaf, 1, given::countDown)) {
      assertThatThrownBy(() -> output.write(new byte[10])).hasMessage("closed");
    }
  }

  /** What is large may take several times as long as a peer may be silent. */
  @Test
  void waitsForAPeerThatTakesAPieceInTime() throws IOException {
    ByteArrayOutputStream taken = new ByteArrayOutputStream();
    BlockOutput slow =
        new BlockOutput() {
          @Override
          public void write(byte[] from, int offset, int length) {
            try {
              Thread.sleep(300);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            taken.write(from, offset, length);
          }
        };
    try (PatientOutput output = new PatientOutput(slow, 2, given::countDown)) {
      output.write(new byte[8 * 512]);
    }
    assertThat(taken.size()).isEqualTo(8 * 512);
    assertThat(given.getCount()).isEqualTo(1);
  }
}

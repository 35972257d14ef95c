package dev.dovetail.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.dovetail.wire.item.Item;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A peer that lies must lead to nothing but an error that says so. */
class MutatedStreamTest {
  private static final int ROUNDS = 20;

  @Test
  @Timeout(60)
  void mutatedTranscriptsFailCleanly() throws IOException {
    List<Path> streams = Transcripts.all();
    int refused = 0;
    for (int i = 0; i < streams.size(); i++) {
      byte[] bytes = Files.readAllBytes(streams.get(i));
      for (int round = 0; round < ROUNDS; round++) {
        long seed = i * 1000L + round;
        refused += readToTheEnd(mutate(bytes, new Random(seed)), "seed " + seed) ? 1 : 0;
      }
    }
    assertThat(refused).isGreaterThan(50);
  }

  @Test
  @Timeout(60)
  void tornTranscriptsFailCleanly() throws IOException {
    byte[] bytes = Transcripts.read("03-flags-keywords.initiator.bin");
    for (int length = 0; length < bytes.length; length += 3) {
      readToTheEnd(Arrays.copyOf(bytes, length), "length " + length);
    }
  }

  @Test
  @Timeout(60)
  void noiseBehindAGoodPreambleFailsCleanly() throws IOException {
    byte[] bytes = Transcripts.read("01-empty-empty.initiator.bin");
    String letters = "HSNDBACRMF.Xc\t\t\t\t\n\n\1\2\r 09afsye+-=&";
    for (long seed = 0; seed < 4_000; seed++) {
      Random random = new Random(seed);
      ByteArrayOutputStream input = new ByteArrayOutputStream();
      input.write(bytes, 0, 1203);
      for (int i = random.nextInt(120); i > 0; i--) {
        input.write(
            random.nextInt(8) == 0
                ? random.nextInt(256)
                : letters.charAt(random.nextInt(letters.length())));
      }
      readToTheEnd(input.toByteArray(), "seed " + seed);
    }
  }

  @Test
  @Timeout(60)
  void anEndlessFirstLineIsGivenUpSoon() {
    assertThat(giveUp("", 'x')).isLessThan(1_000_000);
    assertThat(giveUp("VERSION\tdsync\t3\t5\n", 'x')).isLessThan(1_000_000);
    assertThat(giveUp("VERSION\tdsync\t3\t5\n", "Rguid\n")).isLessThan(1_000_000);
  }

  @Test
  @Timeout(60)
  void anEndlessLineIsGivenUpAt64Mebibytes() throws IOException {
    String preamble =
        Transcripts.latin1(Transcripts.read("01-empty-empty.initiator.bin")).substring(0, 1203);
    assertThat(giveUp(preamble + "N", 'x')).isBetween(64L << 20, 130L << 20);
  }

  /** Bytes taken of an endless repetition before the reader refused it. */
  private static long giveUp(String start, Object repeated) {
    byte[] head = Transcripts.latin1(start);
    byte[] tail = Transcripts.latin1(repeated.toString());
    long[] count = {0};
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            long at = count[0]++;
            return at < head.length
                ? head[(int) at]
                : tail[(int) ((at - head.length) % tail.length)];
          }

          @Override
          public int read(byte[] to, int offset, int length) {
            if (count[0] >= head.length && tail.length == 1) {
              Arrays.fill(to, offset, offset + length, tail[0]);
              count[0] += length;
              return length;
            }
            for (int i = 0; i < length; i++) {
              to[offset + i] = (byte) read();
            }
            return length;
          }
        };
    try (StreamPeer peer =
        new StreamPeer(endless, OutputStream.nullOutputStream(), "x", 0, () -> {})) {
      while (true) {
        peer.receive();
      }
    } catch (ProtocolException e) {
      assertThat(e.getMessage().length()).isLessThan(300);
    } catch (IOException e) {
      fail("Not refused as it should", e);
    }
    return count[0];
  }

  private static byte[] mutate(byte[] bytes, Random random) {
    byte[] mutated = bytes.clone();
    int from = random.nextBoolean() ? 0 : Math.min(1203, bytes.length - 1);
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      int at = from + random.nextInt(mutated.length - from);
      switch (random.nextInt(4)) {
        case 0 -> mutated[at] = (byte) random.nextInt(256);
        case 1 -> mutated[at] = (byte) "\t\n\1\2.\r".charAt(random.nextInt(6));
        case 2 -> mutated = Arrays.copyOf(mutated, Math.max(at, from + 1));
        default -> {
          int target = from + random.nextInt(mutated.length - from);
          int length = Math.min(random.nextInt(40), mutated.length - Math.max(at, target));
          System.arraycopy(bytes, at, mutated, target, length);
        }
      }
    }
    return mutated;
  }

  /** Returns whether the stream was refused as not dsync, rather than ended. */
  private static boolean readToTheEnd(byte[] bytes, String what) {
    StreamPeer peer = Transcripts.peerSaying(bytes);
    try {
      for (int items = 0; ; items++) {
        assertThat(items).as(what).isLessThanOrEqualTo(bytes.length);
        Item item = peer.receive();
        if (item.stream() != null && items % 2 == 0) {
          item.stream().readAllBytes();
        }
      }
    } catch (ProtocolException e) {
      assertThat(e.getMessage()).as(what).matches("[ -~]{1,400}");
      return true;
    } catch (PeerGoneException e) {
      return false;
    } catch (IOException | RuntimeException e) {
      return fail(what, e);
    }
  }
}

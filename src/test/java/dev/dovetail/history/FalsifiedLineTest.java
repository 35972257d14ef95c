package dev.dovetail.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.brain.Direction;
import dev.dovetail.brain.InitiatorBrain;
import dev.dovetail.log.Log;
import dev.dovetail.storage.MailStore;
import dev.dovetail.transport.pipe.InProcessLink;
import dev.dovetail.wire.StreamPeer;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the responder says is falsified once on its way: the initiator neither hangs nor fails in an
 * unforeseen way, and honest runs bring everything that is left to both sides. One change of bytes
 * can forge the expunge of one mail, but no more. {@code -Ddovetail.falsified=COUNT} and {@code
 * -Ddovetail.falsified.from=SEED} play others.
 */
class FalsifiedLineTest {
  private static final int SEEDS = 60;
  private static final int STALL_SECONDS = 1;
  private static final int LINK_BYTES = 64 * 1024;
  private static final int USUAL_BYTES = 4500;
  private static final int RUNS = 3;

  @TempDir Path directory;

  @Test
  @Timeout(600)
  void losesNothing() throws IOException {
    int from = Integer.getInteger("dovetail.falsified.from", 0);
    int count = Integer.getInteger("dovetail.falsified", SEEDS);
    TwoMaildirs template = TwoMaildirs.create(directory.resolve("template"));
    List<String> failures = new ArrayList<>();
    int refused = 0;
    for (int seed = from; seed < from + count; seed++) {
      Path stage = directory.resolve("seed" + seed);
      try {
        refused += play(template.copyTo(stage), seed) ? 1 : 0;
      } catch (AssertionError | IOException | RuntimeException e) {
        failures.add("seed " + seed + ": " + e);
      }
      MaildirFiles.removeTree(stage);
    }
    assertThat(failures).isEmpty();
    assertThat(refused).as("what was falsified was heard").isGreaterThan(count / 10);
  }

  /** Whether the falsified run failed. */
  private static boolean play(TwoMaildirs stores, int seed) throws IOException {
    Map<String, List<String>> wanted = stores.union();
    boolean refused = false;
    try {
      sync(stores, new Random(seed));
    } catch (IOException e) {
      refused = true;
      assertThat(e.getMessage()).doesNotContain("\n");
    }
    for (int run = 0; run < RUNS; run++) {
      stores.sync(new OurLine());
    }
    // A forged expunge takes a mail away from both sides.
    assertThat(stores.missing(wanted)).hasSizeLessThanOrEqualTo(2);
    return refused;
  }

  private static void sync(TwoMaildirs stores, Random random) throws IOException {
    InProcessLink.Pair links = InProcessLink.pair(LINK_BYTES);
    InProcessLink up = links.first();
    InProcessLink down = links.second();
    try (MailStore initiator = stores.a.open();
        MailStore responder = stores.b.open()) {
      OutputStream falsified = new FalsifiedOutput(down.output(), random);
      CompletableFuture<?> served =
          OurLine.inThread(
              () -> OurLine.respond(responder, down.input(), falsified, () -> OurLine.close(down)));
      try {
        StreamPeer peer =
            new StreamPeer(
                up.input(), up.output(), "responder", STALL_SECONDS, () -> OurLine.close(up));
        new InitiatorBrain(
                initiator,
                peer,
                OurLine.options(Direction.TWO_WAY, false, Optional.empty()),
                Log.NONE)
            .run();
      } finally {
        OurLine.close(up);
        served.exceptionally(failed -> null).join();
      }
    }
  }

  /** Changes what is written at one place. */
  private static final class FalsifiedOutput extends FilterOutputStream {
    private final Random random;
    private final long place;
    private long written;

    FalsifiedOutput(OutputStream out, Random random) {
      super(out);
      this.random = random;
      this.place = random.nextInt(USUAL_BYTES);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      byte[] piece = Arrays.copyOfRange(bytes, offset, offset + length);
      boolean isHere = written <= place && place < written + length;
      written += length;
      out.write(isHere ? Mutation.of(piece, random) : piece);
    }
  }
}

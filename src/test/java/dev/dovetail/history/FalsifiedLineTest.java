package dev.dovetail.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.brain.Direction;
import dev.dovetail.brain.InitiatorBrain;
import dev.dovetail.brain.SyncOutcome;
import dev.dovetail.log.Log;
import dev.dovetail.storage.MailStore;
import dev.dovetail.transport.pipe.InProcessLink;
import dev.dovetail.wire.StreamPeer;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What one end says is falsified once on its way: the other neither hangs nor fails in an
 * unforeseen way, and honest runs bring everything that is left to both sides. One change of bytes
 * can forge the expunge of one mail, but no more. {@code -Ddovetail.falsified=COUNT} and {@code
 * -Ddovetail.falsified.from=SEED} play others.
 */
class FalsifiedLineTest {
  private static final int SEEDS = 40;
  private static final int STALL_SECONDS = 1;
  private static final int LINK_BYTES = 64 * 1024;
  private static final int USUAL_BYTES = 4500;
  private static final int RUNS = 3;

  private enum End {
    INITIATOR,
    RESPONDER
  }

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  @Timeout(600)
  void losesNothing(End speaker) throws IOException {
    AtomicInteger refused = new AtomicInteger();
    int count =
        SeededScenes.play(
            directory,
            "dovetail.falsified",
            SEEDS,
            (stores, seed, story) -> play(stores, seed, speaker, refused));
    assertThat(refused.get()).as("what was falsified was heard").isGreaterThan(count / 10);
  }

  private static void play(TwoMaildirs stores, int seed, End speaker, AtomicInteger refused)
      throws IOException {
    Map<String, List<String>> wanted = stores.union();
    try {
      sync(stores, speaker, new Random(seed));
    } catch (IOException e) {
      refused.incrementAndGet();
      assertThat(e.getMessage()).doesNotContain("\n");
    }
    for (int run = 0; run < RUNS; run++) {
      stores.sync(new OurLine());
    }
    // A forged expunge takes a mail away from both sides.
    assertThat(stores.missing(wanted)).hasSizeLessThanOrEqualTo(2);
  }

  private static void sync(TwoMaildirs stores, End speaker, Random random) throws IOException {
    InProcessLink.Pair links = InProcessLink.pair(LINK_BYTES);
    InProcessLink up = links.first();
    InProcessLink down = links.second();
    boolean initiatorSpeaks = speaker == End.INITIATOR;
    OutputStream asks = initiatorSpeaks ? new FalsifiedOutput(up.output(), random) : up.output();
    OutputStream answers =
        initiatorSpeaks ? down.output() : new FalsifiedOutput(down.output(), random);
    try (MailStore initiator = stores.a.open();
        MailStore responder = stores.b.open()) {
      CompletableFuture<SyncOutcome> served =
          OurLine.inThread(
              () -> OurLine.respond(responder, down.input(), answers, () -> OurLine.close(down)));
      try {
        StreamPeer peer =
            new StreamPeer(up.input(), asks, "responder", STALL_SECONDS, () -> OurLine.close(up));
        new InitiatorBrain(
                initiator,
                peer,
                OurLine.options(Direction.TWO_WAY, false, Optional.empty()),
                Log.NONE)
            .run();
      } finally {
        OurLine.close(up);
        // Whoever hears the falsehood may be the one to refuse it, and in a way that is foreseen.
        served.handle((outcome, failed) -> outcome).join();
      }
      OurLine.outcomeOf(served);
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

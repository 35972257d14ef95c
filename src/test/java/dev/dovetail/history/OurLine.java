package dev.dovetail.history;

import dev.dovetail.brain.Direction;
import dev.dovetail.brain.InitiatorBrain;
import dev.dovetail.brain.ResponderBrain;
import dev.dovetail.brain.ResponderOptions;
import dev.dovetail.brain.SyncOptions;
import dev.dovetail.brain.SyncOutcome;
import dev.dovetail.brain.SyncRequest;
import dev.dovetail.brain.SyncScope;
import dev.dovetail.brain.Whereabouts;
import dev.dovetail.log.Log;
import dev.dovetail.storage.MailStore;
import dev.dovetail.transport.pipe.InProcessLink;
import dev.dovetail.wire.StreamPeer;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Both ends ours, in one process, over the real wire. */
public final class OurLine implements Line {
  private static final int LINK_BYTES = 64 * 1024;
  private static final int STALL_SECONDS = 30;

  @Override
  public Run sync(
      Replica initiator,
      Replica responder,
      Direction direction,
      boolean full,
      Optional<String> state,
      Interruption interruption)
      throws IOException {
    InProcessLink.Pair links = InProcessLink.pair(LINK_BYTES);
    InProcessLink up = links.first();
    InProcessLink down = links.second();
    try (MailStore initiatorStore = ((OurReplica) initiator).open();
        MailStore responderStore = ((OurReplica) responder).open()) {
      MortalStore own =
          new MortalStore(initiatorStore, interruption.initiatorWrites(), interruption.afterIt());
      MortalStore other =
          new MortalStore(responderStore, interruption.responderWrites(), interruption.afterIt());
      OutputStream down1 = cut(down.output(), interruption.bytesDown(), () -> close(down));
      CompletableFuture<SyncOutcome> served =
          inThread(() -> respond(other.store(), down.input(), down1, () -> close(down)));
      SyncOutcome outcome;
      try {
        OutputStream up1 = cut(up.output(), interruption.bytesUp(), () -> close(up));
        outcome =
            initiate(
                own.store(), up.input(), up1, () -> close(up), options(direction, full, state));
      } finally {
        close(up);
        served.exceptionally(failed -> null).join();
      }
      outcomeOf(served);
      return new Run(outcome.state(), own.changes() + other.changes());
    }
  }

  /** Our end's part of it as the initiator. */
  public static SyncOutcome initiate(
      MailStore store, InputStream in, OutputStream out, Runnable abort, SyncOptions options)
      throws IOException {
    StreamPeer peer = new StreamPeer(in, out, "responder", STALL_SECONDS, abort);
    return new InitiatorBrain(store, peer, options, Log.NONE).run();
  }

  /** Our end's part of it as the responder; {@code abort} is called at the end, too. */
  public static SyncOutcome respond(
      MailStore store, InputStream in, OutputStream out, Runnable abort) throws IOException {
    try {
      StreamPeer peer = new StreamPeer(in, out, "initiator", STALL_SECONDS, abort);
      ResponderOptions options = new ResponderOptions("b.test", 0, null);
      return new ResponderBrain(initiator -> store, peer, options, Log.NONE).run();
    } finally {
      abort.run();
    }
  }

  /** An end's work. */
  public interface End {
    SyncOutcome run() throws IOException;
  }

  public static CompletableFuture<SyncOutcome> inThread(End end) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return end.run();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        task -> new Thread(task, "responder").start());
  }

  /** What the responder came to; its failure becomes ours. */
  static SyncOutcome outcomeOf(CompletableFuture<SyncOutcome> served) throws IOException {
    try {
      return served.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof UncheckedIOException failure) {
        throw new IOException("The responder failed: " + failure.getCause(), failure.getCause());
      }
      throw new IllegalStateException("The responder failed: " + e.getCause(), e.getCause());
    }
  }

  static void close(InProcessLink link) {
    try {
      link.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A line that calls {@code breaking} after so many bytes; below 0 it never breaks. */
  public static OutputStream cut(OutputStream out, int bytes, Runnable breaking) {
    return bytes < 0 ? out : new CutOutput(out, bytes, breaking);
  }

  /** Lets so many bytes through; then the line breaks. */
  private static final class CutOutput extends FilterOutputStream {
    private final Runnable breaking;
    private int left;

    CutOutput(OutputStream out, int bytes, Runnable breaking) {
      super(out);
      this.left = bytes;
      this.breaking = breaking;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int through = Math.min(left, length);
      out.write(bytes, offset, through);
      left -= through;
      if (through < length) {
        out.flush();
        breaking.run();
        throw new IOException("the line broke");
      }
    }
  }

  public static SyncOptions options(Direction direction, boolean full, Optional<String> state) {
    SyncRequest request =
        new SyncRequest(direction, full, state, SyncScope.ALL, Optional.empty(), 0, false, false);
    return new SyncOptions(
        "a.test", request, 0, List.of("Date", "Message-ID"), '_', false, Whereabouts.UNKNOWN);
  }
}

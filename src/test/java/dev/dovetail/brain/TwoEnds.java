package dev.dovetail.brain;

import dev.dovetail.log.Log;
import dev.dovetail.mail.Guid128;
import dev.dovetail.storage.MailStore;
import dev.dovetail.transport.Link;
import dev.dovetail.transport.pipe.InProcessLink;
import dev.dovetail.wire.StreamPeer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Lets two stores sync in one process, over the real wire. */
final class TwoEnds {

  private static final int STALL_SECONDS = 60;

  private final MailStore initiator;
  private final MailStore responder;
  private int linkCapacity = 64 * 1024;
  private SlowLink slowLink;
  private Log responderLog = Log.NONE;
  private Log initiatorLog = Log.NONE;
  private String initiatorName = "a.test";
  private String responderName = "b.test";
  private long lockTimeout;
  private Guid128 responderStore;

  TwoEnds(MailStore initiator, MailStore responder) {
    this.initiator = initiator;
    this.responder = responder;
  }

  TwoEnds withLinkOf(int bytes) {
    linkCapacity = bytes;
    return this;
  }

  /** From now on over {@code link}; in no time at all if null. */
  TwoEnds over(SlowLink link) {
    slowLink = link;
    return this;
  }

  TwoEnds withInitiatorLog(Log log) {
    initiatorLog = log;
    return this;
  }

  /** What the responder says of itself. */
  TwoEnds withResponder(String hostname, Guid128 store) {
    responderName = hostname;
    responderStore = store;
    return this;
  }

  /** What the initiator says of itself. */
  TwoEnds withInitiator(String hostname) {
    initiatorName = hostname;
    return this;
  }

  /** With {@code -l} of so many seconds. */
  TwoEnds withLockTimeout(long seconds) {
    lockTimeout = seconds;
    return this;
  }

  /** A sync by an initiator that knows this of the two places. */
  SyncOutcome sync(Whereabouts whereabouts) throws IOException {
    return sync(ofInitiator(Optional.empty(), whereabouts));
  }

  private SyncOptions ofInitiator(Optional<String> state, Whereabouts whereabouts) {
    SyncOptions usual = options(Direction.TWO_WAY, false, state);
    return new SyncOptions(
        initiatorName,
        withLock(usual.request()),
        usual.commitInterval(),
        usual.hashedHeaders(),
        usual.replacement(),
        usual.emptyHeaderWorkaround(),
        whereabouts);
  }

  private SyncRequest withLock(SyncRequest usual) {
    return new SyncRequest(
        usual.direction(),
        usual.full(),
        usual.state(),
        usual.scope(),
        usual.allMailbox(),
        lockTimeout,
        usual.purgeRemote(),
        usual.debug());
  }

  TwoEnds withResponderLog(Log log) {
    responderLog = log;
    return this;
  }

  SyncOutcome sync() throws IOException {
    return sync(options(Direction.TWO_WAY, false, Optional.empty()));
  }

  SyncOutcome sync(Direction direction) throws IOException {
    return sync(options(direction, false, Optional.empty()));
  }

  SyncOutcome syncFully() throws IOException {
    return sync(options(Direction.TWO_WAY, true, Optional.empty()));
  }

  SyncOutcome syncFrom(String state) throws IOException {
    return sync(ofInitiator(Optional.of(state), Whereabouts.UNKNOWN));
  }

  SyncOutcome sync(SyncOptions options) throws IOException {
    InProcessLink.Pair links = InProcessLink.pair(linkCapacity);
    Link second = slowLink == null ? links.second() : slowLink.responderEnd();
    CompletableFuture<SyncOutcome> served = CompletableFuture.supplyAsync(() -> serve(second));
    SyncOutcome outcome;
    try (Link link = slowLink == null ? links.first() : slowLink.initiatorEnd()) {
      outcome = new InitiatorBrain(initiator, peer(link, "responder"), options, initiatorLog).run();
    } catch (IOException e) {
      served
          .handle(
              (outcomeThere, alsoFailed) -> {
                if (alsoFailed != null) {
                  e.addSuppressed(alsoFailed);
                }
                return null;
              })
          .join();
      throw e;
    }
    await(served);
    return outcome;
  }

  private SyncOutcome serve(Link link) {
    try (link) {
      ResponderOptions options = new ResponderOptions(responderName, 0, responderStore);
      return new ResponderBrain(
              initiator -> responder, peer(link, "initiator"), options, responderLog)
          .run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static StreamPeer peer(Link link, String name) {
    return new StreamPeer(link.input(), link.output(), name, STALL_SECONDS, () -> abort(link));
  }

  private static void abort(Link link) {
    try {
      link.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(CompletableFuture<SyncOutcome> served) throws IOException {
    try {
      served.get(STALL_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException("The responder failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new IOException("The responder did not end", e);
    }
  }

  SyncOutcome syncAllBut(String excluded) throws IOException {
    return sync(options(Direction.TWO_WAY, false, Optional.empty(), List.of(excluded), 0, false));
  }

  SyncOutcome syncInPiecesOf(int mails) throws IOException {
    return sync(options(Direction.TWO_WAY, false, Optional.empty(), List.of(), mails, false));
  }

  SyncOutcome syncWithDebug() throws IOException {
    return sync(options(Direction.TWO_WAY, false, Optional.empty(), List.of(), 0, true));
  }

  static SyncOptions options(Direction direction, boolean full, Optional<String> state) {
    return options(direction, full, state, List.of(), 0, false);
  }

  private static SyncOptions options(
      Direction direction,
      boolean full,
      Optional<String> state,
      List<String> excluded,
      long commitInterval,
      boolean debug) {
    SyncScope scope =
        new SyncScope(
            List.of(),
            false,
            Optional.empty(),
            Optional.empty(),
            false,
            excluded,
            0,
            0,
            0,
            Optional.empty());
    SyncRequest request =
        new SyncRequest(direction, full, state, scope, Optional.empty(), 0, false, debug);
    return new SyncOptions(
        "a.test",
        request,
        commitInterval,
        List.of("Date", "Message-ID"),
        '_',
        false,
        Whereabouts.UNKNOWN);
  }
}

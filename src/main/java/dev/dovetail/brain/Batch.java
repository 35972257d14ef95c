package dev.dovetail.brain;

import dev.dovetail.brain.mailbox.MailboxExchange;
import dev.dovetail.mail.Guid128;
import dev.dovetail.wire.ProtocolException;
import dev.dovetail.wire.item.MailboxState;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Mailboxes whose exchanges are held in step: each step is taken for all of them before the next
 * one, so that all together wait as often for the peer as one of them would. With Dovecot at the
 * other end it is always one mailbox.
 *
 * <p>Both ends take the steps in the same order of mailboxes. No end waits for its own sending
 * longer than until the lists of the mailbox at hand have left, which the other end takes before it
 * waits for its own; so they never wait for each other.
 */
final class Batch implements Closeable {
  /** Each holds its lock, an open file, until its turn is over. */
  static final int MAX_MAILBOXES = 100;

  /** Of all mailboxes together, since their indexes are in memory; one alone may have more. */
  private static final long MAX_MESSAGES = 10_000;

  private final SyncRun run;
  private final Consumer<MailboxState> results;
  private final Map<Guid128, OpenMailbox> open = new LinkedHashMap<>();
  private final Map<Guid128, MailboxExchange> exchanges = new LinkedHashMap<>();
  private long messages;

  /**
   * @param results hears what both ends have in common in a mailbox, once it is done
   */
  Batch(SyncRun run, Consumer<MailboxState> results) {
    this.run = run;
    this.results = results;
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  /** The mailboxes that were taken, in that order. */
  Map<Guid128, OpenMailbox> mailboxes() {
    return new LinkedHashMap<>(open);
  }

  /** Whether a mailbox with up to {@code more} messages is to wait until the batch has been run. */
  boolean isFullFor(long more) {
    return !isEmpty()
        && (!run.terms.peerTakesBatches()
            || open.size() >= MAX_MAILBOXES
            || messages + more > MAX_MESSAGES);
  }

  /**
   * Takes an open mailbox that is to be closed here.
   *
   * @param guid that it was offered under
   * @param count the number of messages that it may have at either end
   * @throws ProtocolException if a peer offers more than it may
   */
  void take(Guid128 guid, OpenMailbox mailbox, long count) throws IOException {
    if (open.size() >= MAX_MAILBOXES) {
      mailbox.close();
      throw new ProtocolException(
          run.conversation.peer().name()
              + " offered more than "
              + MAX_MAILBOXES
              + " mailboxes at once; the sync was stopped and can be repeated");
    }
    open.put(guid, mailbox);
    messages += count;
  }

  boolean holds(Guid128 guid) {
    return open.containsKey(guid);
  }

  /** Closes a mailbox about which there is nothing more to say. */
  void release(Guid128 guid) throws IOException {
    open.remove(guid).close();
  }

  /** Notes that both ends want to sync a mailbox. */
  void add(Guid128 guid, MailboxExchange exchange) {
    exchanges.put(guid, exchange);
  }

  /** Holds the exchanges; then the batch is empty again. */
  void run() throws IOException {
    List<MailboxExchange> all = new ArrayList<>(exchanges.values());
    for (MailboxExchange exchange : all) {
      exchange.offer();
    }
    for (MailboxExchange exchange : all) {
      exchange.plan();
    }
    for (MailboxExchange exchange : all) {
      exchange.answerRequests();
    }
    for (MailboxExchange exchange : all) {
      exchange.carryOut();
    }
    for (Map.Entry<Guid128, OpenMailbox> each : mailboxes().entrySet()) {
      conclude(each.getKey(), each.getValue());
    }
    messages = 0;
  }

  private void conclude(Guid128 guid, OpenMailbox mailbox) throws IOException {
    try (MailboxExchange exchange = exchanges.remove(guid)) {
      MailboxExchange.Result result = exchange.conclude();
      run.tally.count(mailbox.store().name(), result);
      results.accept(result.state());
    }
    release(guid);
  }

  /** Lets go of everything, in a sync that failed. */
  @Override
  public void close() throws IOException {
    List<Closeable> all = new ArrayList<>(exchanges.values());
    all.addAll(open.values());
    exchanges.clear();
    open.clear();
    IOException failure = null;
    for (Closeable each : all) {
      try {
        each.close();
      } catch (IOException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}

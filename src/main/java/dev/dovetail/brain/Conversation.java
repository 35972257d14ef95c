package dev.dovetail.brain;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.wire.Peer;
import dev.dovetail.wire.PeerGoneException;
import dev.dovetail.wire.ProtocolException;
import dev.dovetail.wire.item.Item;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;

/**
 * The stream as a brain uses it: receiving on the brain's own thread, sending on another one, in
 * the order in which it was asked for. Both ends send long lists at the same moment; an end that
 * only wrote would wait for the other forever.
 */
public final class Conversation implements Closeable {

  /** A piece of sending. */
  public interface Sending {
    void sendTo(Peer peer) throws IOException;
  }

  /** Takes the elements of a received list. */
  public interface Receiving<T> {
    void accept(T item) throws IOException;
  }

  private static final long GOODBYE_NANOS = 2_000_000_000L;

  private final Peer peer;
  private final Deque<Sending> queue = new ArrayDeque<>();
  private Thread sender;
  private long queued;

  /** How many pieces have left. */
  private long sent;

  private boolean sending;
  private boolean closed;
  private IOException sendFailure;

  public Conversation(Peer peer) {
    this.peer = peer;
  }

  public Peer peer() {
    return peer;
  }

  /**
   * Queues {@code work}; what it sent is flushed when the queue is empty.
   *
   * @return its number, for {@link #awaitSent(long)}
   */
  public synchronized long send(Sending work) throws IOException {
    throwSendFailure();
    queue.add(work);
    queued++;
    if (sender == null) {
      sender = new Thread(this::sendQueued, "dsync-send");
      sender.setDaemon(true);
      sender.start();
    }
    notifyAll();
    return queued;
  }

  public long send(Item item) throws IOException {
    return send(peer -> peer.send(item));
  }

  /** Sends a list and its end. */
  public long sendList(Collection<? extends Item> items) throws IOException {
    return send(
        to -> {
          for (Item item : items) {
            to.send(item);
          }
          to.send(Item.END_OF_LIST);
        });
  }

  /** Waits until everything queued has left. */
  public synchronized void awaitSent() throws IOException {
    awaitSent(queued);
  }

  /** Waits until the piece with this number, and so all before it, has left. */
  public synchronized void awaitSent(long number) throws IOException {
    try {
      while (sent < number && sendFailure == null) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SyncException(Grade.TEMPORARY, "Interrupted while sending to " + peer.name(), e);
    }
    throwSendFailure();
  }

  /** The next item, which must be of {@code type}. */
  public <T extends Item> T receive(Class<T> type) throws IOException {
    return expect(type, receiveAny());
  }

  /** The next element of a list; null at the list's end. */
  public <T extends Item> T receiveElement(Class<T> type) throws IOException {
    Item item = receiveAny();
    return item == Item.END_OF_LIST ? null : expect(type, item);
  }

  public <T extends Item> void receiveList(Class<T> type, Receiving<T> receiving)
      throws IOException {
    for (T element = receiveElement(type); element != null; element = receiveElement(type)) {
      receiving.accept(element);
    }
  }

  private Item receiveAny() throws IOException {
    try {
      return peer.receive();
    } catch (IOException e) {
      // When our own sending failed, the stream's end is only the consequence.
      throwSendFailureBefore(e);
      throw e;
    }
  }

  private <T extends Item> T expect(Class<T> type, Item item) throws IOException {
    if (type.isInstance(item)) {
      return type.cast(item);
    }
    if (item == Item.DONE) {
      PeerGoneException gone =
          new PeerGoneException(
              peer.name() + " stopped the sync after a failure of its own; its log says why");
      throwSendFailureBefore(gone);
      throw gone;
    }
    throw new ProtocolException(
        peer.name()
            + " sent an unexpected "
            + item.getClass().getSimpleName()
            + " where the protocol has "
            + type.getSimpleName()
            + "; the sync was stopped and can be repeated");
  }

  private synchronized void throwSendFailureBefore(IOException consequence) throws IOException {
    if (sendFailure != null && sendFailure != consequence) {
      sendFailure.addSuppressed(consequence);
    }
    throwSendFailure();
  }

  private synchronized void throwSendFailure() throws IOException {
    if (sendFailure != null) {
      throw sendFailure;
    }
  }

  private void sendQueued() {
    try {
      for (Sending work = next(); work != null; work = next()) {
        work.sendTo(peer);
        if (isIdleAfterThis()) {
          peer.flush();
        }
      }
    } catch (IOException e) {
      fail(e);
    } catch (RuntimeException e) {
      fail(new SyncException(Grade.TEMPORARY, "Internal error while sending: " + e, e));
    }
  }

  private synchronized Sending next() {
    if (sending) {
      sent++;
    }
    sending = false;
    notifyAll();
    try {
      while (queue.isEmpty() && !closed) {
        wait();
      }
    } catch (InterruptedException e) {
      return null;
    }
    Sending work = queue.poll();
    sending = work != null;
    return work;
  }

  private synchronized boolean isIdleAfterThis() {
    return queue.isEmpty();
  }

  private void fail(IOException failure) {
    synchronized (this) {
      sendFailure = failure;
      sending = false;
      notifyAll();
    }
    try {
      // Tells the other end, so that our own receiving ends as well.
      peer.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Says goodbye as the protocol has it. What is queued is dropped; a brain that succeeds has
   * waited for it. An item that is just being sent gets a moment to leave whole.
   */
  @Override
  public void close() throws IOException {
    synchronized (this) {
      closed = true;
      queue.clear();
      notifyAll();
      awaitIdle();
    }
    peer.close();
  }

  private synchronized void awaitIdle() {
    long deadline = System.nanoTime() + GOODBYE_NANOS;
    try {
      for (long left = GOODBYE_NANOS; sending && left > 0; left = deadline - System.nanoTime()) {
        wait(left / 1_000_000 + 1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (sending) {
      sender.interrupt();
    }
  }
}

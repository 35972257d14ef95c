package dev.dovetail.wire;

import dev.dovetail.wire.item.Item;
import java.io.Closeable;
import java.io.IOException;

/**
 * The other end of a sync. One thread may send while another receives; each direction belongs to
 * one thread at a time. Our preamble (version line and key tables) is sent by {@link #start}.
 */
public interface Peer extends Closeable {

  /** Sends the preamble and flushes it, so that the other end can begin. */
  void start() throws IOException;

  /**
   * Sends one item, with its value stream if it has one. Buffered; call {@link #flush} before
   * waiting for an answer.
   */
  void send(Item item) throws IOException;

  void flush() throws IOException;

  /**
   * The next item; waits for it. A value stream that belongs to the item received before is skipped
   * to its end first. {@link Item.Done} is returned like any other item.
   *
   * @throws ProtocolException if the peer sends what is not dsync, or an item without what it must
   *     have
   * @throws PeerGoneException if the stream ends
   */
  Item receive() throws IOException;

  /** The peer's minor protocol version; known once the first item was received. */
  int remoteMinorVersion();

  /** How messages call the peer: its host name once known. */
  String name();

  /**
   * Sends {@link Item.Done} if the protocol allows it here (dsync-protocol 2.7), and flushes. Never
   * throws for a peer that is gone.
   */
  @Override
  void close() throws IOException;
}

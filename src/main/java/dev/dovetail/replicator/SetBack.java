package dev.dovetail.replicator;

import java.util.function.LongUnaryOperator;

/**
 * That the clock has been set back: what lies ahead of it was written by the old one.
 *
 * @param now seconds since the epoch, by the new one
 * @param by seconds
 */
record SetBack(long now, long by) implements LongUnaryOperator {

  @Override
  public long applyAsLong(long time) {
    return time > now ? time - by : time;
  }
}

package dev.dovetail.brain;

import dev.dovetail.transport.Link;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * A link on which everything is under way until both ends wait for it: what is written arrives only
 * when neither end can go on without more. The number of arrivals is the number of times that a
 * real link's delay is waited for, however long that is.
 */
final class SlowLink {
  private static final long QUIET_NANOS = 25_000_000;

  private final Direction there = new Direction();
  private final Direction back = new Direction();
  private final Object moment = new Object();
  private long lastMove = System.nanoTime();
  private int trips;

  SlowLink() {
    Thread clock = new Thread(this::deliverWhenQuiet, "slow link");
    clock.setDaemon(true);
    clock.start();
  }

  Link initiatorEnd() {
    return new End(back, there);
  }

  Link responderEnd() {
    return new End(there, back);
  }

  /** How often both ends have waited for what was under way: one way, so half a round trip each. */
  int trips() {
    synchronized (moment) {
      return trips;
    }
  }

  private void deliverWhenQuiet() {
    synchronized (moment) {
      try {
        while (!there.isClosed || !back.isClosed) {
          moment.wait(5);
          boolean quiet = System.nanoTime() - lastMove > QUIET_NANOS;
          if (quiet
              && there.hasReaderWaiting()
              && back.hasReaderWaiting()
              && isAnythingUnderWay()) {
            trips++;
            there.deliver();
            back.deliver();
            moment.notifyAll();
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean isAnythingUnderWay() {
    return there.underWay.size() + back.underWay.size() > 0;
  }

  private static final class Direction {
    private final ByteArrayOutputStream underWay = new ByteArrayOutputStream();
    private byte[] arrived = {};
    private int taken;
    private boolean isWaitedFor;

    private boolean isClosed;

    private boolean isReadNoMore;

    boolean hasReaderWaiting() {
      return isWaitedFor || isReadNoMore;
    }

    boolean hasNothingYet() {
      return taken == arrived.length && !(isClosed && underWay.size() == 0) && !isReadNoMore;
    }

    void deliver() {
      if (underWay.size() > 0) {
        arrived = underWay.toByteArray();
        taken = 0;
        underWay.reset();
        // Its reader may be slow to wake.
        isWaitedFor = false;
      }
    }
  }

  private final class End implements Link {
    private final Direction from;
    private final Direction to;

    End(Direction from, Direction to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public InputStream input() {
      return new InputStream() {
        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
          return take(target, offset, length);
        }
      };
    }

    private int take(byte[] target, int offset, int length) throws IOException {
      synchronized (moment) {
        lastMove = System.nanoTime();
        from.isWaitedFor = from.hasNothingYet();
        try {
          while (from.hasNothingYet()) {
            moment.wait();
          }
        } catch (InterruptedException e) {
          throw new IOException(e);
        } finally {
          from.isWaitedFor = false;
        }
        byte[] piece =
            Arrays.copyOfRange(
                from.arrived, from.taken, Math.min(from.arrived.length, from.taken + length));
        System.arraycopy(piece, 0, target, offset, piece.length);
        from.taken += piece.length;
        return piece.length == 0 ? -1 : piece.length;
      }
    }

    @Override
    public OutputStream output() {
      return new OutputStream() {
        @Override
        public void write(int value) {
          write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) {
          synchronized (moment) {
            lastMove = System.nanoTime();
            to.underWay.write(source, offset, length);
          }
        }
      };
    }

    @Override
    public String name() {
      return "slow";
    }

    @Override
    public void close() {
      synchronized (moment) {
        to.isClosed = true;
        from.isReadNoMore = true;
        moment.notifyAll();
      }
    }
  }
}

package dev.dovetail.wire;

import dev.dovetail.stream.BlockInput;
import java.io.IOException;
import java.util.Objects;

/**
 * Decodes the value stream that comes next in the input (dsync-protocol 2.6). A line end is held
 * back until it is known not to belong to the terminator.
 */
final class DotStuffedInput extends BlockInput {

  private enum State {
    TEXT,
    AFTER_CR,
    LINE_START,
    AFTER_DOT,
    AFTER_DOT_CR,
    END,
    EXPIRED
  }

  private final InputBuffer source;
  private State state = State.LINE_START;

  /** A CR, a line end, a line end and the CR of a line that was ".CR", or nothing. */
  private final byte[] held = new byte[3];

  private int heldLength;

  /** How much of {@link #held} was handed out since it turned out to be data. */
  private int released;

  private boolean releasing;

  DotStuffedInput(InputBuffer source) {
    this.source = source;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, to.length);
    if (length == 0) {
      return 0;
    }
    if (state == State.EXPIRED) {
      throw new IOException("The value stream was read after the item that follows it");
    }
    int at = offset;
    int end = offset + length;
    while (true) {
      if (releasing) {
        at = release(to, at, end);
      }
      if (at == end || state == State.END) {
        break;
      }
      if (source.position == source.limit) {
        if (at > offset) {
          break;
        }
        source.fill();
      }
      if (state == State.TEXT) {
        at = copyText(to, at, end);
      } else {
        step(source.bytes[source.position]);
      }
    }
    return at > offset ? at - offset : -1;
  }

  /** Reads and drops the rest. No more can be read from this stream. */
  void drain() throws IOException {
    if (state != State.END) {
      byte[] scratch = new byte[8192];
      while (state != State.END) {
        read(scratch, 0, scratch.length);
      }
    }
    state = State.EXPIRED;
  }

  private int release(byte[] to, int at, int end) {
    while (released < heldLength && at < end) {
      to[at++] = held[released++];
    }
    if (released == heldLength) {
      releasing = false;
      heldLength = 0;
      released = 0;
    }
    return at;
  }

  private int copyText(byte[] to, int at, int end) {
    byte[] from = source.bytes;
    int start = source.position;
    int stop = start + Math.min(end - at, source.limit - start);
    int i = start;
    while (i < stop && from[i] != '\n' && from[i] != '\r') {
      i++;
    }
    System.arraycopy(from, start, to, at, i - start);
    source.position = i;
    if (i < stop) {
      hold(from[i] == '\n' ? State.LINE_START : State.AFTER_CR);
    }
    return at + i - start;
  }

  /** Takes one byte outside of plain text, or releases what is held and leaves it for later. */
  private void step(byte value) {
    switch (state) {
      case AFTER_CR:
        if (value == '\n') {
          hold(State.LINE_START);
        } else {
          releaseBefore(State.TEXT);
        }
        break;
      case LINE_START:
        if (value == '.') {
          source.position++;
          state = State.AFTER_DOT;
        } else {
          releaseBefore(State.TEXT);
        }
        break;
      case AFTER_DOT:
        if (value == '\n') {
          finish();
        } else if (value == '\r') {
          source.position++;
          state = State.AFTER_DOT_CR;
        } else {
          releaseBefore(State.TEXT);
        }
        break;
      case AFTER_DOT_CR:
        if (value == '\n') {
          finish();
        } else {
          // Not a line end after all: the dot is dropped, the CR is data.
          held[heldLength++] = '\r';
          releaseBefore(State.TEXT);
        }
        break;
      default:
        throw new IllegalStateException("No step in state " + state);
    }
  }

  private void hold(State next) {
    held[heldLength++] = source.bytes[source.position++];
    state = next;
  }

  private void releaseBefore(State next) {
    releasing = heldLength > 0;
    state = next;
  }

  private void finish() {
    source.position++;
    heldLength = 0;
    state = State.END;
  }
}

package dev.dovetail.transport.listen;

import dev.dovetail.stream.BlockOutput;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The server's direction after the greeting: packets of the main channel, and of the log between
 * them (doveadm-interfaces 3.2). Clients of minor version 0 get the main channel plain, and no log.
 * Thread-safe.
 */
public final class PacketOutput extends BlockOutput {
  private static final int HEADER = 5;
  private static final int MAX_PACKET = 64 * 1024;
  private static final int MAIN = 0;
  private static final int LOG = 'L';

  private final OutputStream out;
  private final boolean plain;
  private byte[] pending = {};

  PacketOutput(OutputStream out, boolean plain) {
    this.out = out;
    this.plain = plain;
  }

  /** Goes out in one packet with what comes next: clients rely on it. */
  public synchronized void prepend(byte[] bytes) {
    pending = bytes.clone();
  }

  /** Whether anything was written to the main channel since {@link #prepend}. */
  public synchronized boolean hasBegun() {
    return pending.length == 0;
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    byte[] all = bytes;
    int start = offset;
    int left = length;
    if (pending.length > 0) {
      all = new byte[pending.length + length];
      System.arraycopy(pending, 0, all, 0, pending.length);
      System.arraycopy(bytes, offset, all, pending.length, length);
      pending = new byte[0];
      start = 0;
      left = all.length;
    }
    if (plain) {
      out.write(all, start, left);
      out.flush();
      return;
    }
    for (; left > 0; left -= MAX_PACKET, start += MAX_PACKET) {
      packet(MAIN, all, start, Math.min(left, MAX_PACKET));
    }
  }

  /**
   * A line for the client's log.
   *
   * @param type 1 debug, 2 info, 3 warning, 4 error, 5 fatal, 6 panic
   */
  synchronized void log(int type, byte[] text) throws IOException {
    if (plain) {
      return;
    }
    byte[] line = new byte[Math.min(text.length, MAX_PACKET) + 2];
    line[0] = (byte) type;
    System.arraycopy(text, 0, line, 1, line.length - 2);
    line[line.length - 1] = '\n';
    packet(LOG, line, 0, line.length);
  }

  private void packet(int channel, byte[] bytes, int offset, int length) throws IOException {
    byte[] packet = new byte[HEADER + length];
    packet[0] = (byte) channel;
    for (int i = 0; i < 4; i++) {
      packet[1 + i] = (byte) (length >> 8 * (3 - i));
    }
    System.arraycopy(bytes, offset, packet, HEADER, length);
    out.write(packet);
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}

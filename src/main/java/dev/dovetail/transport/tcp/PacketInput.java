package dev.dovetail.transport.tcp;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.stream.BlockInput;
import java.io.IOException;
import java.io.InputStream;

/**
 * The server's direction after the greeting: packets of a channel, a length and as much data
 * (doveadm-interfaces 3.2). Reads as the main channel's stream; log lines are shown on the way. A
 * stream that is cut inside a packet just ends. Nothing is allocated by a length that the server
 * claims.
 */
final class PacketInput extends BlockInput {
  private static final int MAIN = 0;
  private static final int LOG = 'L';

  private final InputStream packets;
  private final RemoteLog log;
  private final byte[] scratch = new byte[4096];
  private int channel = MAIN;
  private long left;

  PacketInput(InputStream packets, RemoteLog log) {
    this.packets = packets;
    this.log = log;
  }

  @Override
  public synchronized int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (left == 0 || channel == LOG) {
      boolean more = left == 0 ? nextPacket() : logData();
      if (!more) {
        log.flush();
        return -1;
      }
    }
    int read = packets.read(bytes, offset, (int) Math.min(length, left));
    if (read < 0) {
      left = 0;
      return -1;
    }
    left -= read;
    return read;
  }

  private boolean nextPacket() throws IOException {
    int first = packets.read();
    if (first < 0) {
      return false;
    }
    if (first != MAIN && first != LOG) {
      throw new SyncException(
          Grade.TEMPORARY, "its stream is damaged: there is no packet channel " + first);
    }
    byte[] size = packets.readNBytes(4);
    if (size.length < 4) {
      return false;
    }
    channel = first;
    left = 0;
    for (byte part : size) {
      left = left << 8 | part & 0xff;
    }
    return true;
  }

  private boolean logData() throws IOException {
    int read = packets.read(scratch, 0, (int) Math.min(scratch.length, left));
    if (read < 0) {
      return false;
    }
    left -= read;
    log.take(scratch, read);
    return true;
  }
}

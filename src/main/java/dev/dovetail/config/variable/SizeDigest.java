package dev.dovetail.config.variable;

import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** What Dovecot calls the hash {@code size}: how many bytes there were, as eight bytes. */
final class SizeDigest extends MessageDigest {
  private long bytes;

  SizeDigest() {
    super("size");
  }

  @Override
  protected int engineGetDigestLength() {
    return Long.BYTES;
  }

  @Override
  protected void engineUpdate(byte input) {
    bytes++;
  }

  @Override
  protected void engineUpdate(byte[] input, int offset, int length) {
    bytes += length;
  }

  @Override
  protected byte[] engineDigest() {
    byte[] digest = ByteBuffer.allocate(Long.BYTES).putLong(bytes).array();
    engineReset();
    return digest;
  }

  @Override
  protected void engineReset() {
    bytes = 0;
  }
}

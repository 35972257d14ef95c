package dev.dovetail.mail;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A 128-bit globally unique identifier: of a mailbox, of an expunged message, or the hash of a
 * mailbox name. Ordered bytewise, first byte most significant.
 */
public record Guid128(long high, long low) implements Comparable<Guid128> {

  /** "No GUID": what a directory has, and what an expunge record holds when nobody knew it. */
  public static final Guid128 EMPTY = new Guid128(0, 0);

  private static final int HEX_DIGITS = 32;
  private static final int BYTES = 16;

  /**
   * For a mailbox that has a GUID which nobody here knows any more. Two ends settle on the larger
   * of two GUIDs, so that a stand-in gives way to the real one.
   *
   * @param random anything but 0
   */
  public static Guid128 standIn(long random) {
    return new Guid128(0, random);
  }

  public boolean isStandIn() {
    return high == 0 && low != 0;
  }

  /** Reads 16 bytes from {@code offset}. */
  public static Guid128 of(byte[] bytes, int offset) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, BYTES);
    return new Guid128(buffer.getLong(), buffer.getLong());
  }

  /**
   * Parses exactly 32 lower- or upper-case hexadecimal digits.
   *
   * @throws IllegalArgumentException if {@code hex} is anything else
   */
  public static Guid128 parse(String hex) {
    if (!isHex(hex)) {
      throw new IllegalArgumentException("Not a 128-bit GUID in hexadecimal: " + hex);
    }
    return new Guid128(
        HexFormat.fromHexDigitsToLong(hex, 0, HEX_DIGITS / 2),
        HexFormat.fromHexDigitsToLong(hex, HEX_DIGITS / 2, HEX_DIGITS));
  }

  /**
   * The 128-bit form of a message GUID, as expunge records hold it: the GUID itself if it is 32
   * hexadecimal digits, else the last 16 bytes of its SHA-1 (dsync-protocol 6.4).
   */
  public static Guid128 ofMessageGuid(String guid) {
    if (isHex(guid)) {
      return parse(guid);
    }
    return of(Sha1.of(guid.getBytes(StandardCharsets.ISO_8859_1)), 4);
  }

  /** The first 16 bytes of the SHA-1 of a full mailbox name (dsync-protocol 3.4). */
  public static Guid128 ofName(String fullName) {
    return of(Sha1.of(fullName.getBytes(StandardCharsets.UTF_8)), 0);
  }

  private static boolean isHex(String text) {
    if (text.length() != HEX_DIGITS) {
      return false;
    }
    for (int i = 0; i < HEX_DIGITS; i++) {
      if (!HexFormat.isHexDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  public boolean isEmpty() {
    return high == 0 && low == 0;
  }

  public byte[] toBytes() {
    return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
  }

  @Override
  public int compareTo(Guid128 other) {
    int order = Long.compareUnsigned(high, other.high);
    return order != 0 ? order : Long.compareUnsigned(low, other.low);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(high ^ low);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Guid128 that && high == that.high && low == that.low;
  }

  /** 32 lower-case hexadecimal digits. */
  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(high) + hex.toHexDigits(low);
  }
}

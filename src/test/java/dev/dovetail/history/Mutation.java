package dev.dovetail.history;

import java.util.Arrays;
import java.util.Random;

/** What bad disks, crashed writers and lying peers make of bytes. */
final class Mutation {
  private static final int LONGEST_PIECE = 200;

  private Mutation() {}

  /** One change; the given bytes stay as they are. */
  static byte[] of(byte[] bytes, Random random) {
    if (bytes.length == 0) {
      return new byte[] {(byte) random.nextInt()};
    }
    int at = random.nextInt(bytes.length);
    int length = Math.min(1 + random.nextInt(LONGEST_PIECE), bytes.length - at);
    byte[] piece = Arrays.copyOfRange(bytes, at, at + length);
    return switch (random.nextInt(6)) {
      case 0 -> flipped(bytes, at, random);
      case 1 -> Arrays.copyOf(bytes, at);
      case 2 -> spliced(bytes, at, at, piece);
      case 3 -> spliced(bytes, at, at + length, new byte[0]);
      case 4 -> spliced(bytes, at, at + length, new byte[length]);
      default -> {
        int target = random.nextInt(bytes.length);
        yield spliced(bytes, target, Math.min(target + length, bytes.length), piece);
      }
    };
  }

  private static byte[] flipped(byte[] bytes, int at, Random random) {
    byte[] flipped = bytes.clone();
    flipped[at] ^= (byte) (1 << random.nextInt(8));
    return flipped;
  }

  /** The bytes with a range replaced. */
  private static byte[] spliced(byte[] bytes, int from, int to, byte[] piece) {
    byte[] result = new byte[from + piece.length + bytes.length - to];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(piece, 0, result, from, piece.length);
    System.arraycopy(bytes, to, result, from + piece.length, bytes.length - to);
    return result;
  }
}

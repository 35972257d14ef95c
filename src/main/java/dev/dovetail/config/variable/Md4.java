package dev.dovetail.config.variable;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;

/** The hash MD4 (RFC 1320), which Java has not; broken, and only for names that were made by it. */
final class Md4 extends MessageDigest {
  private static final int BLOCK = 64;
  private static final int LENGTH_AT = 56;
  private static final int SIZE = 16;
  private static final int[] START = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};

  /** The order of a block's words in each of the three rounds. */
  private static final int[][] WORDS = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
    {0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15},
    {0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15},
  };

  private static final int[][] TURNS = {{3, 7, 11, 19}, {3, 5, 9, 13}, {3, 9, 11, 15}};
  private static final int[] SUMMANDS = {0, 0x5a827999, 0x6ed9eba1};

  private final int[] state = START.clone();
  private final ByteBuffer block = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
  private long bytes;

  Md4() {
    super("MD4");
  }

  @Override
  protected int engineGetDigestLength() {
    return SIZE;
  }

  @Override
  protected void engineUpdate(byte input) {
    put(input);
    bytes++;
  }

  @Override
  protected void engineUpdate(byte[] input, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      engineUpdate(input[i]);
    }
  }

  private void put(byte input) {
    block.put(input);
    if (!block.hasRemaining()) {
      block.clear();
      mix();
    }
  }

  private void mix() {
    int[] old = state.clone();
    for (int round = 0; round < WORDS.length; round++) {
      for (int step = 0; step < WORDS[round].length; step++) {
        int b = state[1];
        int sum =
            state[0]
                + chosen(round, b, state[2], state[3])
                + block.getInt(WORDS[round][step] * Integer.BYTES)
                + SUMMANDS[round];
        state[0] = state[3];
        state[3] = state[2];
        state[2] = b;
        state[1] = Integer.rotateLeft(sum, TURNS[round][step % TURNS[round].length]);
      }
    }
    for (int i = 0; i < state.length; i++) {
      state[i] += old[i];
    }
  }

  private static int chosen(int round, int b, int c, int d) {
    return switch (round) {
      case 0 -> b & c | ~b & d;
      case 1 -> b & c | b & d | c & d;
      default -> b ^ c ^ d;
    };
  }

  @Override
  protected byte[] engineDigest() {
    long bits = bytes * Byte.SIZE;
    put((byte) 0x80);
    while (block.position() != LENGTH_AT) {
      put((byte) 0);
    }
    for (int i = 0; i < Long.BYTES; i++) {
      put((byte) (bits >>> i * Byte.SIZE));
    }
    ByteBuffer digest = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
    for (int word : state) {
      digest.putInt(word);
    }
    engineReset();
    return digest.array();
  }

  @Override
  protected void engineReset() {
    System.arraycopy(START, 0, state, 0, START.length);
    block.clear();
    bytes = 0;
  }
}

package dev.dovetail.replicator.control;

import java.util.Random;

/** Text such as only somebody evil has for a name. */
final class RandomText {
  private static final String CHARACTERS = "ab@.*?\t\n\r\0\u0001\\\"é\u2028+-01f ";

  private RandomText() {}

  static String of(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
    }
    return text.toString();
  }
}

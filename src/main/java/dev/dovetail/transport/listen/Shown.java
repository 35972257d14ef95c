package dev.dovetail.transport.listen;

/** A client's text as it can stand in a message of ours. */
final class Shown {
  private static final int MAX = 80;

  private Shown() {}

  static String of(String text) {
    StringBuilder shown = new StringBuilder("'");
    for (int i = 0; i < text.length() && i < MAX; i++) {
      char c = text.charAt(i);
      shown.append(c < ' ' || c == 0x7f || c == 0xfffd ? '?' : c);
    }
    return shown.append(text.length() > MAX ? "...'" : "'").toString();
  }
}

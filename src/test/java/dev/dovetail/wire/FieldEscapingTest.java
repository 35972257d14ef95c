package dev.dovetail.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldEscapingTest {

  @Test
  void escapesFiveBytesAndNoOther() {
    StringBuilder expected = new StringBuilder();
    StringBuilder all = new StringBuilder();
    for (char value = 0; value < 256; value++) {
      all.append(value);
      switch (value) {
        case 0 -> expected.append("\u00010");
        case 1 -> expected.append("\u00011");
        case '\t' -> expected.append("\u0001t");
        case '\r' -> expected.append("\u0001r");
        case '\n' -> expected.append("\u0001n");
        default -> expected.append(value);
      }
    }
    assertThat(escape(all.toString())).isEqualTo(expected.toString());
  }

  @Test
  void escapesListElementsTwiceInOnePass() {
    Random random = new Random(3);
    for (int i = 0; i < 500; i++) {
      String text = randomText(random);
      Bytes twice = new Bytes(16);
      for (byte value : Transcripts.latin1(text)) {
        FieldEscaping.putEscapedTwice(value & 0xff, twice);
      }
      assertThat(text(twice)).isEqualTo(escape(escape(text)));
    }
  }

  @Test
  void undoesWhatItEscaped() {
    for (long seed = 0; seed < 500; seed++) {
      String text = randomText(new Random(seed));
      assertThat(unescape(escape(text))).as("seed %d", seed).isEqualTo(text);
    }
  }

  @Test
  void takesAnyOtherCharacterBehindTheEscapeByteAsItIs() {
    assertThat(unescape("a\u0001xb\u0001\u0001c")).isEqualTo("axb\u0001c");
  }

  @Test
  void dropsAnEscapeByteAtTheVeryEnd() {
    assertThat(unescape("ab\u0001")).isEqualTo("ab");
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 80, 1000, 1_000_000})
  void printsOnlyTheBeginningOfLongText(int length) {
    byte[] bytes = new byte[length];
    assertThat(FieldEscaping.printable(bytes, 0, length).length()).isLessThanOrEqualTo(87);
  }

  @Test
  void printsNothingThatCouldHarmATerminal() {
    byte[] bytes = Transcripts.latin1("a\u001b[1m\\\u00e4\n");
    assertThat(FieldEscaping.printable(bytes, 0, bytes.length))
        .isEqualTo("a\\x1b[1m\\x5c\\xe4\\x0a");
  }

  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(20); i > 0; i--) {
      text.append((char) random.nextInt(random.nextBoolean() ? 16 : 256));
    }
    return text.toString();
  }

  private static String escape(String text) {
    Bytes escaped = new Bytes(16);
    for (byte value : Transcripts.latin1(text)) {
      FieldEscaping.putEscaped(value & 0xff, escaped);
    }
    return text(escaped);
  }

  private static String unescape(String text) {
    byte[] bytes = Transcripts.latin1(text);
    byte[] to = new byte[bytes.length];
    int end = FieldEscaping.unescape(bytes, 0, bytes.length, to, 0);
    return Transcripts.latin1(to).substring(0, end);
  }

  private static String text(Bytes bytes) {
    return Transcripts.latin1(bytes.array).substring(0, bytes.length);
  }
}

package dev.dovetail.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Guid128Test {

  /** As Dovecot sent them for expunges in the recorded sessions. */
  @Test
  void shortensAMessageGuidToTheEndOfItsHash() {
    assertThat(Guid128.ofMessageGuid("1700000002.M2P1.a.example.com"))
        .hasToString("63f27802e0cab39e1b77d32de5d065a9");
    assertThat(Guid128.ofMessageGuid("1700000003.M3P1.a.example.com"))
        .hasToString("4cdd75115aa24fdb9914c196e23cc8d2");
  }

  @Test
  void takesAMessageGuidOf32DigitsAsItIs() {
    assertThat(Guid128.ofMessageGuid("63F27802e0cab39e1b77d32de5d065a9"))
        .hasToString("63f27802e0cab39e1b77d32de5d065a9");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "63f27802e0cab39e1b77d32de5d065a",
        "63f27802e0cab39e1b77d32de5d065a90",
        "g3f27802e0cab39e1b77d32de5d065a9",
        "-3f27802e0cab39e1b77d32de5d065a9"
      })
  void refusesWhatIsNot32Digits(String text) {
    assertThatThrownBy(() -> Guid128.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void survivesTextAndBytesAndOrdersByBytes() {
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      Guid128 one = new Guid128(random.nextLong(), random.nextLong());
      Guid128 other = new Guid128(i % 2 == 0 ? one.high() : random.nextLong(), random.nextLong());
      assertThat(Guid128.parse(one.toString())).isEqualTo(one);
      assertThat(Guid128.of(one.toBytes(), 0)).isEqualTo(one);
      assertThat(Integer.signum(one.compareTo(other)))
          .isEqualTo(Integer.signum(one.toString().compareTo(other.toString())));
    }
  }
}

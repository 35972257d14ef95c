package dev.dovetail.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ModifiedUtf7Test {

  @Test
  void encodesWhatIsNotAscii() {
    assertThat(ModifiedUtf7.encode("Été/Naïve")).isEqualTo("&AMk-t&AOk-/Na&AO8-ve");
    assertThat(ModifiedUtf7.encode("~peter/mail/台北/日本語"))
        .isEqualTo("~peter/mail/&U,BTFw-/&ZeVnLIqe-");
    assertThat(ModifiedUtf7.encode("a & b")).isEqualTo("a &- b");
    assertThat(ModifiedUtf7.encode("é&é")).isEqualTo("&AOk-&-&AOk-");
  }

  @Test
  void refusesWhatNoNameIsEncodedTo() {
    assertThat(ModifiedUtf7.decode("bad&name")).isEmpty();
    assertThat(ModifiedUtf7.decode("&AGE-")).isEmpty();
    assertThat(ModifiedUtf7.decode("&AOk-&AOk-")).isEmpty();
    assertThat(ModifiedUtf7.decode("&A-")).isEmpty();
    assertThat(ModifiedUtf7.decode("&!-")).isEmpty();
    assertThat(ModifiedUtf7.decode("é")).isEmpty();
    assertThat(ModifiedUtf7.decode("&2AA-")).isEmpty();
    assertThat(ModifiedUtf7.decode("&3ADYAA-")).isEmpty();
    assertThat(ModifiedUtf7.decode("&2D3eAA-")).contains("\ud83d\ude00");
  }

  @Test
  void decodesEveryNameItEncodes() {
    for (long seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      StringBuilder name = new StringBuilder();
      for (int i = random.nextInt(12); i > 0; i--) {
        int bound = random.nextBoolean() ? 0x80 : 0x10000;
        char c = (char) random.nextInt(bound);
        if (Character.isSurrogate(c)) {
          name.appendCodePoint(0x10000 + c);
        } else {
          name.append(c);
        }
      }
      String encoded = ModifiedUtf7.encode(name.toString());
      assertThat(encoded).as("seed %d", seed).matches("[ -~]*");
      assertThat(ModifiedUtf7.decode(encoded)).as("seed %d", seed).contains(name.toString());
    }
  }
}

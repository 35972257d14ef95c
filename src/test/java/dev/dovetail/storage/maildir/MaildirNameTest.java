package dev.dovetail.storage.maildir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.mail.Flags;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class MaildirNameTest {

  @Test
  void splitsFlagsAndKeywordLetters() {
    MaildirName name = MaildirName.parse("1.M2P3.host,S=4,W=5:2,FSac");

    assertThat(name.base()).isEqualTo("1.M2P3.host,S=4,W=5");
    assertThat(name.flags()).isEqualTo(Flags.FLAGGED | Flags.SEEN);
    assertThat(name.keywords()).isEqualTo(0b101);
  }

  @Test
  void aNameWithoutInfoHasNoFlags() {
    assertThat(MaildirName.parse("1.M2P3.host")).isEqualTo(MaildirName.parse("1.M2P3.host:2,"));
    assertThat(MaildirName.parse("x:1,S").flags()).isZero();
  }

  @Test
  void keepsWhatItDoesNotKnow() {
    MaildirName name = MaildirName.parse("b:2,PSx,more:stuff");

    assertThat(name.with(Flags.FLAGGED, 1).toFileName()).isEqualTo("b:2,FPa,more:stuff");
  }

  @Test
  void sortsTheLettersAsDovecotDoes() {
    MaildirName name = MaildirName.parse("b");

    assertThat(name.with(Flags.STORED, 0x03ffffff).toFileName())
        .isEqualTo("b:2,DFRSTabcdefghijklmnopqrstuvwxyz");
  }

  @Test
  void readsTheSizesOfABase() {
    assertThat(MaildirName.size("1.M2.h,S=123,W=130", 'S')).isEqualTo(123);
    assertThat(MaildirName.size("1.M2.h,S=123,W=130", 'W')).isEqualTo(130);
    assertThat(MaildirName.size("1.M2.h,S=0", 'S')).isZero();
    assertThat(MaildirName.size("1.M2.h", 'S')).isEqualTo(-1);
    assertThat(MaildirName.size("1.M2.h,S=", 'S')).isEqualTo(-1);
    assertThat(MaildirName.size("1.M2.h,S=12x", 'S')).isEqualTo(-1);
    assertThat(MaildirName.size("h,S=99999999999999999999999", 'S')).isEqualTo(-1);
  }

  @Test
  void refusesBasesThatLeadElsewhere() {
    assertThat(MaildirName.isPlainBase("1.M2P3.host")).isTrue();
    for (String bad :
        new String[] {
          "", ".", "..", ".hidden", "a/b", "../x", "a:b", "a\nb", "a\0", "x".repeat(256)
        }) {
      assertThat(MaildirName.isPlainBase(bad)).as("'%s'", bad).isFalse();
    }
  }

  @Test
  void anyNameCanBeReadAndWrittenAgainWithoutChange() {
    for (long seed = 0; seed < 5000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      String alphabet = "ab,:2SDz=W1.P";
      for (int i = random.nextInt(24); i > 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      MaildirName once = MaildirName.parse(text.toString());
      assertThat(MaildirName.parse(once.toFileName()))
          .as("seed %d: %s", seed, text)
          .usingRecursiveComparison()
          .ignoringFields("unknown")
          .isEqualTo(once);
      assertThat(MaildirName.baseOf(text.toString())).isEqualTo(once.base());
    }
  }
}

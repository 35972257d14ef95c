package dev.dovetail.replicator.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UserRowTest {

  @Test
  void hasSevenFieldsAlways() {
    UserRow row = new UserRow("jane", "none", 5, 4, true, 0, OptionalLong.empty());
    assertThat(row.line()).isEqualTo("jane\tnone\t5\t4\t1\t0\t0");
  }

  @Test
  void isReadFromSixFieldsAndFromMore() {
    assertThat(UserRow.parse("jane\tnone\t1795467059\t1795467057\t0\t1795467059"))
        .contains(
            new UserRow(
                "jane", "none", 1795467059, 1795467057, false, 1795467059, OptionalLong.empty()));
    assertThat(UserRow.parse("bad\tlow\t1\t2\t1\t0\t295\tlater"))
        .contains(new UserRow("bad", "low", 1, 2, true, 0, OptionalLong.of(295)));
  }

  @Test
  void randomTextIsARowOrNone() {
    Random random = new Random(2);
    for (int i = 0; i < 5000; i++) {
      StringBuilder line = new StringBuilder(RandomText.of(random));
      for (int field = random.nextInt(9); field > 0; field--) {
        line.append('\t').append(random.nextInt(8) == 0 ? RandomText.of(random) : "7");
      }
      UserRow.parse(line.toString());
    }
  }
}

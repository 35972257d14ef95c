package dev.dovetail.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineReaderTest {

  @Test
  void halfALineAtTheEndIsNone() throws IOException {
    LineReader reader = reader("one\n\nthree\nhal", 10);
    assertThat(reader.next()).isEqualTo("one");
    assertThat(reader.next()).isEmpty();
    assertThat(reader.next()).isEqualTo("three");
    assertThat(reader.next()).isNull();
    assertThat(reader.next()).isNull();
  }

  @Test
  void theLineBehindOneThatIsTooLongIsRead() throws IOException {
    LineReader reader = reader("x".repeat(10_000_000) + "\n" + "y".repeat(10) + "\nz\n", 10);
    assertThatThrownBy(reader::next)
        .isInstanceOf(LineReader.TooLongException.class)
        .hasMessage("a line has more than 10 bytes");
    assertThat(reader.next()).isEqualTo("y".repeat(10));
    assertThat(reader.next()).isEqualTo("z");
  }

  @Test
  void randomLinesComeAsTheyAreWritten() throws IOException {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<String> written = new ArrayList<>();
      for (int i = random.nextInt(40); i > 0; i--) {
        written.add("é".repeat(random.nextInt(random.nextBoolean() ? 6000 : 20)));
      }
      LineReader reader = reader(String.join("\n", written) + "\n", 4000);
      for (String line : written) {
        if (line.getBytes(UTF_8).length > 4000) {
          assertThatThrownBy(reader::next).isInstanceOf(LineReader.TooLongException.class);
        } else {
          assertThat(reader.next()).as("seed " + seed).isEqualTo(line);
        }
      }
    }
  }

  private static LineReader reader(String text, int limit) {
    return new LineReader(new ByteArrayInputStream(text.getBytes(UTF_8)), limit);
  }
}

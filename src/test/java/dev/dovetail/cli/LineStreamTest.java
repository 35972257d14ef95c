package dev.dovetail.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LineStreamTest {
  @Test
  void handsOverWholeLinesHoweverTheyAreWritten() throws IOException {
    List<String> lines = new ArrayList<>();
    LineStream stream = new LineStream(lines::add);
    stream.write("one\ntw".getBytes(UTF_8));
    assertThat(lines).containsExactly("one");
    stream.write("o \u00e4\n\n".getBytes(UTF_8));
    assertThat(lines).containsExactly("one", "two \u00e4", "");
  }
}

package dev.dovetail.storage.maildir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LineEndsTest {

  @Test
  void crLfBecomesLfAndEverythingElseStays() throws IOException {
    assertThat(stored("a\r\nb\nc\rd\0e\u00ff\r\n", false)).isEqualTo("a\nb\nc\rd\0e\u00ff\n");
    assertThat(stored("", false)).isEmpty();
    assertThat(stored("no newline", false)).isEqualTo("no newline");
  }

  @Test
  void moreThanOneCrBeforeLfAndOneAtTheEndStay() throws IOException {
    assertThat(stored("x\r\r\ny\r", false)).isEqualTo("x\r\r\ny\r");
  }

  @Test
  void withSaveCrlfEveryLfHasACr() throws IOException {
    assertThat(stored("a\r\nb\nc\rd", true)).isEqualTo("a\r\nb\r\nc\rd");
  }

  @Test
  void sizesAndChunksDoNotMatter() throws IOException {
    for (long seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(60); i > 0; i--) {
        text.append("\r\nab".charAt(random.nextInt(4)));
      }
      byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      LineEnds lines = new LineEnds(out, false);
      for (int from = 0; from < bytes.length; ) {
        int count = 1 + random.nextInt(bytes.length - from);
        lines.write(java.util.Arrays.copyOfRange(bytes, from, from + count), count);
        from += count;
      }
      lines.finish();
      String result = out.toString(StandardCharsets.ISO_8859_1);

      assertThat(result).as("seed %d", seed).isEqualTo(stored(text.toString(), false));
      assertThat(lines.size()).as("seed %d", seed).isEqualTo(result.length());
      assertThat(lines.virtualSize()).as("seed %d", seed).isEqualTo(crlf(result).length());
      // What a client sees is the same before and after.
      assertThat(crlf(result)).as("seed %d", seed).isEqualTo(crlf(text.toString()));
    }
  }

  private static String crlf(String text) {
    return text.replaceAll("(?<!\r)\n", "\r\n");
  }

  private static String stored(String text, boolean crlf) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LineEnds lines = new LineEnds(out, crlf);
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    lines.write(bytes, bytes.length);
    lines.finish();
    assertThat(lines.size()).isEqualTo(out.size());
    return out.toString(StandardCharsets.ISO_8859_1);
  }
}

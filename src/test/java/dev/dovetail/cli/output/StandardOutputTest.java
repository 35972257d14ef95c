package dev.dovetail.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

class StandardOutputTest {
  private int writes;

  private TextSink failingWith(String reason) {
    OutputStream stream =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            writes++;
            throw new IOException(reason);
          }
        };
    return new TextSink(new StandardOutput(stream));
  }

  @Test
  void keepsQuietOnceItsReaderHasGone() {
    TextSink out = failingWith("Broken pipe");
    out.write("a");
    out.write("b");
    assertThat(writes).isEqualTo(1);
  }

  @Test
  void saysWhyElseNothingCanBeWritten() {
    assertThatThrownBy(() -> failingWith("No space left on device").write("a"))
        .isInstanceOf(OutputException.class)
        .hasMessage("Writing to standard output failed: No space left on device");
  }
}

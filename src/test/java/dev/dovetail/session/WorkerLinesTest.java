package dev.dovetail.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.failure.OtherEndException;
import dev.dovetail.log.StderrLog;
import dev.dovetail.stream.BlockInput;
import dev.dovetail.transport.Link;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

final class WorkerLinesTest {
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final WorkerLines lines =
      new WorkerLines(new StderrLog(log, false).withPrefix("root(jane): "));

  @Test
  void arePassedOnAsTheyStand() {
    lines.take("dovetail(jane): Info: first");
    lines.take("dovetail(jane): Error: second");
    assertThat(log.toString(UTF_8))
        .isEqualTo("dovetail(jane): Info: first\ndovetail(jane): Error: second\n");
    assertThat(lines.lastError()).isEqualTo("second");
  }

  /** Who writes them only sees that nothing comes any more. */
  @Test
  void areGivenTheReasonThatRootKnows() {
    HeardLink link = new HeardLink(new LostLink());
    lines.over(link);
    lines.take("dovetail(jane): Error: read(beta) failed: EOF (last sent=handshake)");
    assertThatThrownBy(() -> link.input().read()).hasMessage("it was killed");
    lines.take("dovetail(jane): Warning: read(beta) failed: EOF (version not received)");
    lines.take("dovetail(jane): Error: read(beta) failed: EOF (version not received)");
    assertThat(lines.lastError())
        .isEqualTo("read(beta) failed: it was killed (version not received)");
    lines.take(
        "dovetail(jane): Error: write(beta) failed: Broken pipe (last sent=mail, last recv=mail_request (EOL))");
    lines.take("dovetail(jane): Error: Mailbox INBOX: there is no space left");
    assertThat(log.toString(UTF_8).lines())
        .containsExactly(
            "dovetail(jane): Error: read(beta) failed: EOF (last sent=handshake)",
            "dovetail(jane): Warning: read(beta) failed: EOF (version not received)",
            "dovetail(jane): Error: read(beta) failed: it was killed (version not received)",
            "dovetail(jane): Error: write(beta) failed: it was killed (last sent=mail, last recv=mail_request (EOL))",
            "dovetail(jane): Error: Mailbox INBOX: there is no space left");
  }

  private static final class LostLink implements Link {
    @Override
    public InputStream input() {
      return new BlockInput() {
        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
          throw new OtherEndException("it was killed");
        }
      };
    }

    @Override
    public OutputStream output() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public String name() {
      return "beta";
    }

    @Override
    public void close() {}
  }
}

package dev.dovetail.transport.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Standard streams belong to a process, so each test starts one. */
@Timeout(60)
class StdioLinkTest {

  @TempDir Path directory;

  /** What the child does: copy all, or be closed while it waits for input. */
  static final class Child {
    public static void main(String[] arguments) throws Exception {
      StdioLink link = StdioLink.open();
      System.out.println("not for the wire");
      if (arguments[0].equals("copy")) {
        link.input().transferTo(link.output());
        link.close();
        return;
      }
      Thread closer =
          new Thread(
              () -> {
                try {
                  Thread.sleep(300);
                  link.close();
                } catch (IOException | InterruptedException e) {
                  e.printStackTrace();
                }
              });
      closer.start();
      try {
        link.input().read();
        System.err.println("read ended without exception");
      } catch (IOException e) {
        System.err.println("read failed");
      }
    }
  }

  private ProcessBuilder child(String what) {
    return new ProcessBuilder(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                what))
        .redirectError(directory.resolve("stderr").toFile());
  }

  private static int exitCode(Process process) throws InterruptedException {
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Test
  void carriesBytesThroughPipesAndNothingElse() throws Exception {
    Process process = child("copy").start();
    process.getOutputStream().write("hello\0\u00ff".getBytes(StandardCharsets.ISO_8859_1));
    process.getOutputStream().close();
    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
        .isEqualTo("hello\0\u00ff");
    assertThat(exitCode(process)).isZero();
    assertThat(Files.readString(directory.resolve("stderr"))).isEqualTo("not for the wire\n");
  }

  @Test
  void acceptsRegularFilesAndTheNullDevice() throws Exception {
    Path in = Files.write(directory.resolve("in"), new byte[300_000]);
    Path out = directory.resolve("out");
    Process process = child("copy").redirectInput(in.toFile()).redirectOutput(out.toFile()).start();
    assertThat(exitCode(process)).isZero();
    assertThat(Files.readAllBytes(out)).isEqualTo(Files.readAllBytes(in));
    process = child("copy").redirectInput(new File("/dev/null")).start();
    assertThat(process.getInputStream().readAllBytes()).isEmpty();
    assertThat(exitCode(process)).isZero();
  }

  @Test
  void endsABlockedReadWhenItIsClosed() throws Exception {
    Process process = child("wait").start();
    assertThat(exitCode(process)).isZero();
    assertThat(Files.readString(directory.resolve("stderr"))).endsWith("read failed\n");
  }
}

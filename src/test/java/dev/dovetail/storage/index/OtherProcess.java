package dev.dovetail.storage.index;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/** Tries a lock from outside. */
final class OtherProcess {
  private static final int LOCKED_BY_OTHERS = 3;

  private OtherProcess() {}

  static boolean canLock(Path file) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName(),
                file.toString())
            .inheritIO()
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("The other process did not end");
    }
    int status = process.exitValue();
    if (status != 0 && status != LOCKED_BY_OTHERS) {
      throw new IOException("The other process failed with " + status);
    }
    return status == 0;
  }

  public static void main(String[] arguments) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            Path.of(arguments[0]), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      System.exit(channel.tryLock() == null ? LOCKED_BY_OTHERS : 0);
    }
  }
}

package dev.dovetail.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileReasonTest {
  @TempDir Path directory;

  @Test
  void isWhatTheSystemWouldSay() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    assertReason(() -> Files.size(directory.resolve("no")), "No such file or directory");
    assertReason(() -> Files.newDirectoryStream(file).close(), "Not a directory");
    assertReason(() -> Files.createDirectory(file), "File exists");
    assertReason(() -> Files.delete(directory), "Directory not empty");
    assertReason(() -> Files.createFile(directory.resolve("x".repeat(300))), "File name too long");
  }

  private static void assertReason(ThrowingCallable operation, String reason) {
    IOException failure = catchThrowableOfType(IOException.class, operation);
    assertThat(FileReason.of(failure)).isEqualTo(reason);
  }

  @Test
  void isTheKindOfFailureWhereNothingElseIsKnown() {
    assertThat(FileReason.of(new FileSystemException("/x"))).isEqualTo("FileSystemException");
    assertThat(FileReason.of(new IOException("Stream closed"))).isEqualTo("Stream closed");
  }
}

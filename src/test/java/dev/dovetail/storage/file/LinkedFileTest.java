package dev.dovetail.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkedFileTest {
  @TempDir Path directory;

  @Test
  void hasItsNameOnlyWhenItIsComplete() throws IOException {
    Path path = directory.resolve("lock");
    try (FileChannel channel =
        LinkedFile.create(
            path,
            draft -> {
              assertThat(path).doesNotExist();
              draft.write(ByteBuffer.wrap(new byte[] {'x'}));
            })) {
      assertThat(channel.size()).isEqualTo(1);
      assertThat(path).hasContent("x");
    }
    assertThat(Files.list(directory)).hasSize(1);
  }

  @Test
  void leavesAnotherFileOfThatNameAlone() throws IOException {
    Path path = Files.writeString(directory.resolve("lock"), "other");
    assertThatThrownBy(() -> LinkedFile.create(path, draft -> {}))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(path).hasContent("other");
  }

  @Test
  void leavesNothingWhenItCannotBeFilled() {
    Path path = directory.resolve("lock");
    assertThatThrownBy(
            () ->
                LinkedFile.create(
                    path,
                    draft -> {
                      throw new IOException("No space left on device");
                    }))
        .hasMessage("No space left on device");
    assertThat(directory).isEmptyDirectory();
  }
}

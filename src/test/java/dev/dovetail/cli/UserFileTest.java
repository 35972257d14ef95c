package dev.dovetail.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserFileTest {
  @TempDir Path directory;

  private List<String> read(String text) throws IOException {
    Path file = directory.resolve("users");
    Files.writeString(file, text, StandardCharsets.ISO_8859_1);
    return UserFile.read(file.toString());
  }

  @Test
  void takesEachLineForAUser() throws IOException {
    assertThat(read("jane\n\n  joe \r\n../etc\nlast"))
        .containsExactly("jane", "joe", "../etc", "last");
    assertThat(read("")).isEmpty();
    assertThat(read("\n\n")).isEmpty();
    assertThat(read("j\u00ff\n")).containsExactly("j\ufffd");
  }

  @Test
  void refusesALineWithoutEnd() throws IOException {
    assertThat(read("x".repeat(8192) + "\n")).hasSize(1);
    assertThatThrownBy(() -> read("jane\n" + "x".repeat(8193)))
        .hasMessageContaining("users failed: line 2 is longer than 8192 bytes");
    assertThatThrownBy(() -> UserFile.read("/dev/zero")).hasMessageContaining("line 1 is longer");
  }

  @Test
  void saysWhyAFileCannotBeRead() {
    assertThatThrownBy(() -> UserFile.read(directory.resolve("absent").toString()))
        .hasMessageEndingWith("absent failed: No such file or directory");
    assertThatThrownBy(() -> UserFile.read(directory.toString()))
        .hasMessageEndingWith("failed: Is a directory");
  }
}

package dev.dovetail.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerLookTest {
  @TempDir Path directory;

  @Test
  void aFindThatCannotPrintSeesNothing() throws IOException {
    // As BusyBox has it.
    Path find = directory.resolve("find");
    Files.writeString(find, "#!/bin/sh\necho \"find: unrecognized: -printf\" >&2\nexit 1\n");
    Files.setPosixFilePermissions(find, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(OwnerLook.canBeBy(find.toString())).isFalse();
  }

  @Test
  void thatOfGnuSees() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/find")), "there is a find");
    assertThat(OwnerLook.canBeBy("/usr/bin/find")).isTrue();
  }

  @Test
  void withoutAnyThatIsAFailure() {
    assertThatThrownBy(() -> OwnerLook.canBeBy(directory.resolve("none").toString()))
        .isInstanceOf(IOException.class);
  }
}

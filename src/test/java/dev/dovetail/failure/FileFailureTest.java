package dev.dovetail.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

class FileFailureTest {
  private static final String ATTEMPT = "Mailbox INBOX: saving a mail";

  @Test
  void namesAttemptFileReasonAndRemedy() {
    SyncException full =
        FileFailure.of(ATTEMPT, new FileSystemException("/m/x", null, "No space left on device"));
    assertThat(full)
        .hasMessage(
            "Mailbox INBOX: saving a mail: /m/x: No space left on device;"
                + " free some space there and run the sync again");
    assertThat(full.grade()).isEqualTo(Grade.TEMPORARY);

    assertThat(FileFailure.of(ATTEMPT, new FileSystemException("/m/x", "/m/y", "Is a directory")))
        .hasMessageStartingWith("Mailbox INBOX: saving a mail: /m/x -> /m/y: Is a directory; ");
  }

  @Test
  void knowsNoFileWhereOnlyADescriptorFailed() {
    assertThat(FileFailure.of(ATTEMPT, new IOException("Input/output error")))
        .hasMessage(
            "Mailbox INBOX: saving a mail: Input/output error;"
                + " check the disk and run the sync again");
  }

  @Test
  void aMissingPermissionIsAnotherGrade() {
    SyncException denied = FileFailure.of(ATTEMPT, new AccessDeniedException("/m/x"));
    assertThat(denied).hasMessageEndingWith("Permission denied; run as the owner of the mail");
    assertThat(denied.grade()).isEqualTo(Grade.NO_PERMISSION);
  }

  @Test
  void leavesALineForTheAdminAsItIs() {
    SyncException line = new SyncException(Grade.NOT_FOUND, "It is not there");
    assertThat(FileFailure.of(ATTEMPT, line)).isSameAs(line);
  }
}

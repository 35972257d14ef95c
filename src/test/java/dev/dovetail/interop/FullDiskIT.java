package dev.dovetail.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A store on a file system that is really full; only root can mount one. */
@RequiresDovecot
class FullDiskIT {
  private static final int MAILS = 60;

  @ParameterizedTest
  @EnumSource(names = {"OURS_ALONE", "OURS_TO_OURS", "DOVECOT_TO_OURS"})
  void keepsWhatItHasAndIsHealedByTheNextRunWithSpace(Pairing pairing) throws Exception {
    assumeThat(System.getProperty("user.name")).as("needs root").isEqualTo("root");
    Stage stage = Stages.stage(pairing);
    for (int i = 1; i <= MAILS; i++) {
      byte[] mail = (Account.text("mail " + i) + "x".repeat(90_000) + "\n").getBytes(UTF_8);
      stage.left().deliver((1_700_000_000 + i) + ".M" + i + "P1.here", "S", mail);
    }
    stage.left().dovecot().owner().ownAll(stage.left().maildir());
    Path replica = Files.createDirectory(stage.right().maildir());
    Command.Result mounted =
        Command.of(List.of("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", replica.toString()))
            .run();
    assumeThat(mounted.exit()).as("mounts are allowed: %s", mounted).isZero();
    try {
      stage.left().dovecot().owner().ownAll(replica);
      Command.Result full = stage.attempt("sync");
      assertThat(full.exit()).as(full.toString()).isEqualTo(75);
      assertThat(full.errors())
          .contains("INBOX", "No space left on device; free some space there and run the sync");
      try (Stream<Path> drafts = Files.list(replica.resolve("tmp"))) {
        assertThat(drafts).isEmpty();
      }
      assertThat(stage.left().snapshot().mails("INBOX")).hasSize(MAILS);

      Command.of(List.of("mount", "-o", "remount,size=30m", replica.toString())).run().succeeded();
      stage.settle();
      stage.assertQuiet();
    } finally {
      Command.of(List.of("umount", replica.toString())).run().succeeded();
    }
  }
}

package dev.dovetail.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The random histories of {@link HistoriesTest}, on two Maildirs; {@code -Ddovetail.maildirs}. */
class MaildirHistoriesTest {
  private static final int STEPS = 30;

  @TempDir Path directory;
  private int stages;

  private final Histories histories = new Histories(this::stage, STEPS, false);

  private Play stage(long seed) throws IOException {
    if (stages++ > 0) {
      MaildirFiles.removeTree(directory.resolve("stage" + (stages - 1)));
    }
    Path stage = directory.resolve("stage" + stages);
    MaildirReplica a = new MaildirReplica(Files.createDirectories(stage.resolve("a")), 2 * seed);
    MaildirReplica b =
        new MaildirReplica(Files.createDirectories(stage.resolve("b")), 2 * seed + 1);
    a.create("INBOX");
    return new Play(a, b, new OurLine());
  }

  @Test
  void converge() throws IOException {
    histories.playSeeds("dovetail.maildirs", 15);
  }

  // Stories that went wrong once.

  @Test
  void aMailComesBackWithTheFlagThatItGotMeanwhile() throws IOException {
    histories.tell(
        "a deliver INBOX m4", "a sync", "b vanish INBOX m4", "a flag INBOX m4 \\Flagged");
  }

  @Test
  void aMailIsNotTakenForAnotherThatVanishedUnderItsUid() throws IOException {
    histories.tell(
        "a deliver INBOX m1",
        "b sync",
        "a vanish INBOX m1",
        "b expunge INBOX m1",
        "b lose mailbox INBOX",
        "b create INBOX",
        "b deliver INBOX m6");
  }
}

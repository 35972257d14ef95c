package dev.dovetail.interop;

import dev.dovetail.history.Histories;
import dev.dovetail.history.MaildirReplica;
import dev.dovetail.history.Play;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories of one of our replicas and one of real Dovecot's. {@code
 * -Ddovetail.dovecot.histories=200} plays more of them.
 */
@RequiresDovecot
class HistoriesIT {
  private static final String SEEDS = "dovetail.dovecot.histories";
  private static final int STEPS = 25;

  @TempDir Path directory;
  private int stages;

  private Play stage(long seed, boolean oursFirst) throws IOException {
    Path home = Files.createDirectories(directory.resolve("stage" + stages++));
    MaildirReplica ours = new MaildirReplica(home, seed);
    DovecotReplica theirs = new DovecotReplica(Stages.dovecot().newAccount());
    theirs.create("INBOX");
    return oursFirst
        ? new Play(ours, theirs, new DovecotLine(), false)
        : new Play(theirs, ours, new DovecotLine(), false);
  }

  private Histories weBegin() {
    return new Histories(seed -> stage(seed, true), STEPS, true);
  }

  private Histories dovecotBegins() {
    return new Histories(seed -> stage(seed, false), STEPS, true);
  }

  @Test
  void convergeWhenWeBegin() throws IOException {
    weBegin().playSeeds(SEEDS, 3);
  }

  @Test
  void convergeWhenDovecotBegins() throws IOException {
    dovecotBegins().playSeeds(SEEDS, 3);
  }

  // Stories that went wrong once.

  @Test
  void aMailThatVanishedHereStaysAtADovecotThatOnlyAdds() throws IOException {
    weBegin()
        .tell(
            "a sync",
            "b deliver INBOX m1",
            "a deliver INBOX m2",
            "b flag INBOX m1 \\Deleted",
            "a sync",
            "a notice INBOX m1",
            "a sync add");
  }

  @Test
  void aFlagIsKeptThatAMailGotAfterItsUidlistWasLost() throws IOException {
    weBegin()
        .tell(
            "a sync",
            "a deliver INBOX m1",
            "a sync",
            "a lose mailbox INBOX",
            "a create INBOX",
            "a deliver INBOX m4",
            "a sync",
            "a lose control INBOX",
            "a flag INBOX m1 \\Deleted");
  }

  @Test
  void aKeywordReachesDovecotThatAMailGotAfterItsUidlistWasLost() throws IOException {
    dovecotBegins()
        .tell(
            "a deliver INBOX m1",
            "b create INBOX",
            "b deliver INBOX m3",
            "a sync",
            "b lose control INBOX",
            "b flag INBOX m1 k2");
  }
}

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

  @Test
  void convergeWhenWeBegin() throws IOException {
    new Histories(seed -> stage(seed, true), STEPS, true).playSeeds(SEEDS, 3);
  }

  @Test
  void convergeWhenDovecotBegins() throws IOException {
    new Histories(seed -> stage(seed, false), STEPS, true).playSeeds(SEEDS, 3);
  }
}

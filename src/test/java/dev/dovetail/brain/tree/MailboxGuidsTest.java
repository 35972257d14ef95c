package dev.dovetail.brain.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.mail.Guid128;
import dev.dovetail.storage.InMemoryStore;
import dev.dovetail.storage.InMemoryStore.Layout;
import dev.dovetail.storage.MailboxStore;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MailboxGuidsTest {
  private static final Guid128 SMALL = new Guid128(1, 1);
  private static final Guid128 LARGE = new Guid128(2, 2);
  private static final Guid128 STAND_IN = Guid128.standIn(7);

  private final AtomicLong clock = new AtomicLong(1_700_000_000);
  private final InMemoryStore here = store("here", 1);
  private final InMemoryStore there = store("there", 2);

  @Test
  void theLargerOneIsTakenOver() throws IOException {
    here.create("Box", SMALL);
    there.create("Box", LARGE);
    LocalTree tree = takeOver(false);
    assertThat(here.mailbox("Box").guid()).isEqualTo(LARGE);
    assertThat(tree.tree().find(LARGE)).isNotNull();
    assertThat(tree.tree().find(SMALL)).isNull();
  }

  @Test
  void theLargerOneIsKept() throws IOException {
    here.create("Box", LARGE);
    there.create("Box", SMALL);
    takeOver(false);
    assertThat(here.mailbox("Box").guid()).isEqualTo(LARGE);
  }

  /** Else Dovecot would take two mailboxes that were made alike for one, and never look in. */
  @Test
  void equalCountersBecomeUnequal() throws IOException {
    for (Guid128 own : new Guid128[] {SMALL, STAND_IN}) {
      String name = "Box " + own;
      here.create(name, own).deliver("here", "text");
      there.create(name, new Guid128(3, own.low())).deliver("there", "text");
      takeOver(false);
      assertThat(modseqOf(here, name)).isGreaterThan(modseqOf(there, name));
    }
  }

  @Test
  void aBackupTakesOverOnlyWhatWasLost() throws IOException {
    here.create("Kept", SMALL);
    here.create("Lost", STAND_IN);
    there.create("Kept", LARGE);
    there.create("Lost", new Guid128(3, 3));
    takeOver(true);
    assertThat(here.mailbox("Kept").guid()).isEqualTo(SMALL);
    assertThat(here.mailbox("Lost").guid()).isEqualTo(new Guid128(3, 3));
  }

  @Test
  void aMailboxThatWasDeletedAndMadeAgainThereIsAnother() throws IOException {
    here.create("Box", SMALL);
    there.create("Box", SMALL);
    there.delete("Box");
    there.create("Box", LARGE);
    takeOver(false);
    assertThat(here.mailbox("Box").guid()).isEqualTo(SMALL);
  }

  @Test
  void aMailboxThatIsElsewhereThereIsAnother() throws IOException {
    here.create("Box", SMALL);
    there.create("Moved", SMALL);
    there.create("Box", LARGE);
    takeOver(false);
    assertThat(here.mailbox("Box").guid()).isEqualTo(SMALL);
  }

  private LocalTree takeOver(boolean lostOnly) throws IOException {
    LocalTree local = TreeFill.fill(here, TreeScope.ALL);
    LocalTree remote = TreeFill.fill(there, TreeScope.ALL);
    MailboxGuids.takeOver(here, local, remote.tree(), remote.deletes(), lostOnly);
    return local;
  }

  private static long modseqOf(InMemoryStore store, String name) throws IOException {
    try (MailboxStore mailbox = store.openMailbox(store.mailbox(name).guid())) {
      return mailbox.refresh().highestModseq();
    }
  }

  private InMemoryStore store(String name, int seed) {
    return new InMemoryStore("memory:" + name, Layout.NESTED, clock::incrementAndGet, seed);
  }
}

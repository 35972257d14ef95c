package dev.dovetail.storage.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.mail.Flags;
import dev.dovetail.mail.Guid128;
import dev.dovetail.storage.LogChanges;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogScanTest {
  private static final Guid128 GUID = Guid128.parse("00112233445566778899aabbccddeeff");

  @TempDir Path directory;

  private IndexTransaction transaction() {
    return new IndexTransaction();
  }

  @Test
  void letsTheLastChangeOfEachFlagCount() throws IOException {
    MailIndex index = Fixtures.create(directory, 3);
    Fixtures.append(index, transaction().flags(UidRanges.of(1, 2), Flags.SEEN | Flags.DRAFT, 0));
    Fixtures.append(index, transaction().flags(UidRanges.of(2), Flags.FLAGGED, Flags.SEEN));
    Fixtures.append(index, transaction().keyword(true, "a", UidRanges.of(2)));
    Fixtures.append(index, transaction().keyword(false, "A", UidRanges.of(2)));
    Fixtures.append(index, transaction().keyword(true, "b", UidRanges.of(2)));

    LogChanges changes = LogScan.changesSince(index, 2);

    assertThat(changes.complete()).isTrue();
    assertThat(changes.flagChanges().get(1L))
        .isEqualTo(new LogChanges.FlagChange(Flags.SEEN | Flags.DRAFT, 0, Map.of()));
    assertThat(changes.flagChanges().get(2L))
        .isEqualTo(
            new LogChanges.FlagChange(
                Flags.FLAGGED | Flags.DRAFT, Flags.SEEN, Map.of("a", false, "b", true)));
    assertThat(changes.flagChanges()).containsOnlyKeys(1L, 2L);
  }

  @Test
  void beginsBehindTheModseq() throws IOException {
    MailIndex index = Fixtures.create(directory, 2);
    Fixtures.append(index, transaction().flags(UidRanges.of(1), Flags.SEEN, 0));
    Fixtures.append(index, transaction().flags(UidRanges.of(2), Flags.SEEN, 0));

    assertThat(LogScan.changesSince(index, 3).flagChanges()).containsOnlyKeys(2L);
    assertThat(LogScan.changesSince(index, 4).flagChanges()).isEmpty();
    assertThat(LogScan.changesSince(index, 4).complete()).isTrue();
  }

  @Test
  void isIncompleteWhenTheModseqIsFromAnotherLife() throws IOException {
    MailIndex index = Fixtures.create(directory, 1);
    Fixtures.append(index, transaction().flags(UidRanges.of(1), Flags.SEEN, 0));

    LogChanges changes = LogScan.changesSince(index, 100);

    assertThat(changes.complete()).isFalse();
    assertThat(changes.flagChanges()).containsOnlyKeys(1L);
  }

  @Test
  void isIncompleteWhenTheLogsDoNotReachBack() throws IOException {
    MailIndex index = Fixtures.open("maildir-rotated");

    assertThat(LogScan.changesSince(index, 1).complete()).isFalse();
    assertThat(LogScan.changesSince(index, 2).complete()).isTrue();
  }

  @Test
  void leavesOutWhatDsyncWroteButForExpunges() throws IOException {
    MailIndex index = Fixtures.create(directory, 3);
    Fixtures.append(
        index,
        transaction()
            .bySync(true)
            .flags(UidRanges.of(1), Flags.SEEN, 0)
            .keyword(true, "k", UidRanges.of(1))
            .external()
            .expunge(2, GUID));

    LogChanges changes = LogScan.changesSince(index, 2);

    assertThat(changes.flagChanges()).isEmpty();
    assertThat(changes.expunges()).containsExactly(new LogChanges.Expunge(2, GUID));
  }

  @Test
  void findsTheRequestOfAnExpungeEvenBeforeTheModseq() throws IOException {
    MailIndex index = Fixtures.create(directory, 3);
    Fixtures.append(index, transaction().expunge(2, GUID));
    Fixtures.append(index, transaction().flags(UidRanges.of(1), Flags.SEEN, 0));
    long between = index.read().highestModseq();
    assertThat(LogScan.changesSince(index, 0).expunges()).isEmpty();
    Fixtures.append(index, transaction().external().expunge(2, Guid128.EMPTY));

    assertThat(LogScan.changesSince(index, between).expunges())
        .containsExactly(new LogChanges.Expunge(2, GUID));
  }

  @Test
  void knowsAVanishedFileByItsMissingGuid() throws IOException {
    MailIndex index = Fixtures.create(directory, 3);
    Fixtures.append(index, transaction().external().expunge(2, Guid128.EMPTY));

    assertThat(LogScan.changesSince(index, 2).expunges())
        .singleElement()
        .matches(LogChanges.Expunge::wasVanished);
  }

  @Test
  void tellsAttributesWithTheirModseq() throws IOException {
    MailIndex index = Fixtures.create(directory, 1);
    Fixtures.append(
        index, transaction().attribute(false, "comment", 5, 100).attribute(true, "x/y", -1, 200));

    assertThat(LogScan.changesSince(index, 2).attributeChanges())
        .containsExactly(
            new LogChanges.AttributeChange(false, "comment", false, 100, 3),
            new LogChanges.AttributeChange(true, "x/y", true, 200, 4));
    assertThat(LogScan.changesSince(index, 3).attributeChanges()).hasSize(1);
  }

  @Test
  void stopsWhereTheStateStops() throws IOException {
    MailIndex index = Fixtures.create(directory, 1);
    IndexState before = index.read();
    Fixtures.append(index, transaction().flags(UidRanges.of(1), Flags.SEEN, 0));

    assertThat(LogScan.changesSince(index, 1, before).flagChanges()).isEmpty();
  }

  @Test
  void countsAKeywordResetAsTheRemovalOfAll() throws IOException {
    MailIndex index = Fixtures.create(directory, 2);
    Fixtures.append(index, transaction().keyword(true, "a", UidRanges.of(1)));
    long since = index.read().highestModseq();
    Fixtures.append(
        index, transaction().keywordReset(UidRanges.of(1)).keyword(true, "b", UidRanges.of(1)));

    assertThat(LogScan.changesSince(index, since).flagChanges().get(1L).keywords())
        .isEqualTo(Map.of("a", false, "b", true));
  }
}

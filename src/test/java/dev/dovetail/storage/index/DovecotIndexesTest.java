package dev.dovetail.storage.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.failure.SyncException;
import dev.dovetail.mail.Flags;
import dev.dovetail.mail.Guid128;
import dev.dovetail.storage.LogChanges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DovecotIndexesTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"maildir-work", "sdbox-work", "mdbox-work"})
  void readsALogWithoutASnapshot(String name) throws IOException {
    IndexState state = Fixtures.open(name).read();

    assertThat(state.nextUid()).isEqualTo(5);
    assertThat(state.highestModseq()).isEqualTo(13);
    assertThat(state.pendingExpunges()).isEmpty();
    assertThat(state.isDeleted()).isFalse();
    assertThat(state.keywordNames()).containsExactly("$Label1", "kw2");
    assertThat(state.messages())
        .containsExactly(
            new IndexedMessage(1, Flags.SEEN, List.of("$Label1"), 11),
            new IndexedMessage(3, 0, List.of(), 6),
            new IndexedMessage(4, Flags.SEEN | Flags.DRAFT, List.of("$Label1"), 10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"maildir-rotated", "sdbox-rotated", "mdbox-rotated"})
  void readsASnapshotAndWhatTheLogAdds(String name) throws IOException {
    IndexState state = Fixtures.open(name).read();

    assertThat(state.nextUid()).isEqualTo(2);
    assertThat(state.firstRecentUid()).isEqualTo(1);
    assertThat(state.highestModseq()).isEqualTo(5);
    assertThat(state.messages())
        .containsExactly(new IndexedMessage(1, Flags.SEEN | Flags.FLAGGED, List.of("rot"), 5));
    assertThat(state.hasExtension("modseq")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sdbox-rotated", "mdbox-rotated"})
  void readsThroughThePreviousLogWhenTheSnapshotIsMissing(String name) throws IOException {
    MailIndex index = Fixtures.copy(name, directory.resolve("copy"));
    List<IndexedMessage> withSnapshot = List.copyOf(index.read().messages());
    Files.delete(index.snapshot());

    IndexState state = index.read();

    assertThat(state.messages()).isEqualTo(withSnapshot);
    assertThat(state.highestModseq()).isEqualTo(5);
  }

  @Test
  void saysWhatIsMissingWhenTheLogContinuesNothing() throws IOException {
    MailIndex index = Fixtures.copy("maildir-rotated", directory.resolve("copy"));
    Files.delete(index.snapshot());

    assertThatThrownBy(index::read)
        .isInstanceOf(SyncException.class)
        .hasMessageContaining(index.log().toString())
        .hasMessageContaining("force-resync");
  }

  @Test
  void givesTheRecordsOfExtensions() throws IOException {
    IndexState work = Fixtures.open("mdbox-work").read();
    assertThat(work.extensionRecord(4, "guid"))
        .isEqualTo(HexFormat.of().parseHex("7010322592a7046b2b6f000083ecc375"));
    assertThat(work.extensionRecord(2, "guid")).isEmpty();

    IndexState rotated = Fixtures.open("mdbox-rotated").read();
    assertThat(rotated.extensionRecord(1, "mdbox"))
        .isEqualTo(HexFormat.of().parseHex("0900000092a7046b"));
    assertThat(rotated.extensionRecord(1, "no such")).isEmpty();
    assertThat(rotated.extensionHeader("mdbox-hdr")).hasSize(24);
    assertThat(rotated.extensionHeader("no such")).isEmpty();
  }

  @Test
  void findsTheGuidOfAnExpungeInItsRequest() throws IOException {
    assertThat(LogScan.changesSince(Fixtures.open("maildir-work"), 4).expunges())
        .containsExactly(
            new LogChanges.Expunge(2, Guid128.parse("086f12c3d9da3df75faf294d8f184a7e")));
  }
}

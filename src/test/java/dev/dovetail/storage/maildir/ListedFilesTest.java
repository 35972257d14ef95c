package dev.dovetail.storage.maildir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.storage.index.IndexState;
import dev.dovetail.storage.index.IndexTransaction;
import dev.dovetail.storage.index.MailIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ListedFilesTest {
  @TempDir Path directory;
  private MaildirPaths paths;

  @BeforeEach
  void makeMaildir() throws IOException {
    paths = new MaildirPaths(directory, directory, directory);
    Files.createDirectory(paths.cur());
    Files.createDirectory(paths.newMails());
  }

  @Test
  void findsTheFileOfEachUid() throws IOException {
    mails("a:2,S", "b:2,");
    ListedFiles files = new ListedFiles(List.of(record(3, "a"), record(5, "b")), scan());

    ListedFiles.Walk walk = files.new Walk();

    assertThat(walk.fileOf(2)).isNull();
    assertThat(walk.fileOf(3).name()).isEqualTo("a:2,S");
    assertThat(walk.fileOf(4)).isNull();
    assertThat(walk.fileOf(5).name()).isEqualTo("b:2,");
    assertThat(walk.fileOf(6)).isNull();
  }

  @Test
  void aMessageOfTheIndexIsMissingWithoutItsRecordOrItsFile() throws IOException {
    mails("a:2,");
    ListedFiles files =
        new ListedFiles(List.of(record(1, "a"), record(2, "gone"), record(9, "b")), scan());

    files.compareWith(index(1, 2, 3), paths);

    assertThat(files.missing()).containsExactlyInAnyOrder(2L, 3L);
  }

  @Test
  void aFileThatWasNotInTheFirstListingIsLookedForOnceMore() throws IOException {
    MaildirScan before = scan();
    mails("a:2,S");
    ListedFiles files = new ListedFiles(List.of(record(1, "a")), before);

    files.compareWith(index(1), paths);

    assertThat(files.missing()).isEmpty();
    assertThat(files.new Walk().fileOf(1).name()).isEqualTo("a:2,S");
  }

  @Test
  void aFileWithoutARecordIsUnlisted() throws IOException {
    mails("a:2,", "b:2,", "c");
    ListedFiles files = new ListedFiles(List.of(record(1, "b")), scan());
    files.compareWith(index(1), paths);

    assertThat(files.takeReappeared(2)).isEmpty();

    assertThat(files.unlisted()).containsExactlyInAnyOrder("a", "c");
  }

  @Test
  void theFileOfAnExpungedMessageHasReappeared() throws IOException {
    mails("a:2,", "b:2,", "c:2,");
    ListedFiles files =
        new ListedFiles(List.of(record(1, "a"), record(2, "b"), record(3, "c")), scan());
    files.compareWith(index(1), paths);

    // UID 3 is new to the index, 2 is not.
    assertThat(files.takeReappeared(3)).containsExactly(record(2, "b"));

    assertThat(files.entries()).containsExactly(record(1, "a"), record(3, "c"));
    assertThat(files.unlisted()).isEmpty();
  }

  @Test
  void ofTwoRecordsWithOneNameTheLastSaysWhatBecomesOfTheFile() throws IOException {
    mails("a:2,");
    List<UidListEntry> twice = List.of(record(1, "a"), record(2, "a"));
    ListedFiles known = new ListedFiles(twice, scan());
    known.compareWith(index(2), paths);
    ListedFiles expunged = new ListedFiles(twice, scan());
    expunged.compareWith(index(1), paths);

    assertThat(known.takeReappeared(3)).isEmpty();
    assertThat(expunged.takeReappeared(3)).containsExactly(record(2, "a"));
  }

  @Test
  void aFileThatWasTakenIsNeitherListedNorUnlisted() throws IOException {
    mails("a:2,", "b:2,");
    ListedFiles files = new ListedFiles(List.of(record(1, "a"), record(2, "b")), scan());

    assertThat(files.takeFile(record(2, "b")).name()).isEqualTo("b:2,");

    assertThat(files.new Walk().fileOf(2)).isNull();
    assertThat(files.unlisted()).containsExactly("a");
  }

  private void mails(String... names) throws IOException {
    for (String name : names) {
      Files.createFile(paths.cur().resolve(name));
    }
  }

  private MaildirScan scan() throws IOException {
    return MaildirScan.of(paths, 0);
  }

  private static UidListEntry record(long uid, String base) {
    return new UidListEntry(uid, "", base);
  }

  private IndexState index(long... uids) throws IOException {
    MailIndex index = new MailIndex(Files.createTempDirectory(directory, "index"));
    IndexTransaction messages = new IndexTransaction().external();
    messages.uidValidity(1);
    Arrays.stream(uids).forEach(uid -> messages.append(uid, 0));
    index.create(messages);
    return index.read();
  }
}

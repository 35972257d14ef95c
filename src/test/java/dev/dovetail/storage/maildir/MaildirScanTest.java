package dev.dovetail.storage.maildir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MaildirScanTest {
  @TempDir Path directory;
  private MaildirPaths paths;

  @BeforeEach
  void makeMaildir() throws IOException {
    paths = new MaildirPaths(directory, directory, directory);
    Files.createDirectory(paths.cur());
    Files.createDirectory(paths.newMails());
  }

  @Test
  void findsMailsInBothDirectoriesByTheirBase() throws IOException {
    Files.createFile(paths.newMails().resolve("a,S=1"));
    Files.createFile(paths.newMails().resolve("b,S=1:2,S"));
    Files.createFile(paths.cur().resolve("c,S=1:2,FS"));
    Files.createFile(paths.cur().resolve(".hidden"));

    MaildirScan scan = MaildirScan.of(paths, 0);

    assertThat(scan.files())
        .containsOnlyKeys("a,S=1", "b,S=1", "c,S=1")
        .hasEntrySatisfying("b,S=1", found -> isFile(found, "b,S=1:2,S", true))
        .hasEntrySatisfying("c,S=1", found -> isFile(found, "c,S=1:2,FS", false));
    assertThat(scan.times()).isEqualTo(DirectoryTimes.of(paths));
  }

  @Test
  void ofTwoFilesOfOneBaseThatInCurCounts() throws IOException {
    Files.createFile(paths.newMails().resolve("a"));
    Files.createFile(paths.cur().resolve("a:2,S"));

    MaildirScan scan = MaildirScan.of(paths, 0);

    assertThat(scan.files()).hasEntrySatisfying("a", found -> isFile(found, "a:2,S", false));
  }

  private static void isFile(MaildirScan.Found found, String name, boolean inNew) {
    assertThat(found.name()).isEqualTo(name);
    assertThat(found.inNew()).isEqualTo(inNew);
  }

  @Test
  void namesWithAnyBytesSurvive() throws IOException {
    Path odd = Path.of(URI.create(paths.cur().toUri() + "/x%FF%C3%A9%25y".replaceFirst("^/", "")));
    Files.createFile(odd);

    MaildirScan scan = MaildirScan.of(paths, 0);

    String name = "x\u00ff\u00c3\u00a9%y";
    assertThat(scan.files()).containsOnlyKeys(name);
    assertThat(scan.files().get(name).in(paths)).exists().isEqualTo(odd);
  }

  @Test
  void aMissingDirectoryIsEmpty() throws IOException {
    Files.delete(paths.newMails());
    assertThat(MaildirScan.of(paths, 0).files()).isEmpty();
  }
}

package dev.dovetail.storage.maildir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.storage.file.InheritedMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeywordFileTest {
  private static final InheritedMode MODE = new InheritedMode(-1, -1, 0600);

  @TempDir Path directory;

  @Test
  void namesTheLettersOfAFile() throws IOException {
    write("0 zeta\n2 $Junk\n");
    KeywordFile file = KeywordFile.read(directory, MODE);

    assertThat(file.keywordsOf(0b101)).containsExactly("$Junk", "zeta");
    assertThat(file.keywordsOf(0b010)).containsExactly("unknown-1");
    assertThat(file.letterOf("$junk")).isEqualTo(2);
    assertThat(file.letterOf("unknown-1")).isEqualTo(1);
    assertThat(file.letterOf("new")).isEqualTo(-1);
  }

  @Test
  void neverRenumbersAndGivesOutOnlyLettersBehindTheLast() throws IOException {
    write("0 a\n2 c\n");
    KeywordFile file = KeywordFile.read(directory, MODE);

    assertThat(file.letterFor("new")).isEqualTo(3);
    file.save();

    assertThat(Files.readString(path())).isEqualTo("0 a\n2 c\n3 new\n");
    assertThat(KeywordFile.read(directory, MODE).letterOf("new")).isEqualTo(3);
  }

  @Test
  void the27thKeywordGetsNoLetter() throws IOException {
    KeywordFile file = KeywordFile.read(directory, MODE);
    for (int i = 0; i < 26; i++) {
      assertThat(file.letterFor("kw" + i)).isEqualTo(i);
    }
    assertThat(file.letterFor("kw26")).isEqualTo(-1);
    file.save();
    assertThat(Files.readAllLines(path())).hasSize(26);
  }

  @Test
  void theTimeOfTheFileGrowsByAtLeastASecond() throws IOException {
    write("0 a\n");
    FileTime before = FileTime.from(Files.getLastModifiedTime(path()).toInstant().plusSeconds(5));
    Files.setLastModifiedTime(path(), before);
    KeywordFile file = KeywordFile.read(directory, MODE);
    file.letterFor("b");
    file.save();

    assertThat(Files.getLastModifiedTime(path()).toInstant())
        .isAfterOrEqualTo(before.toInstant().plusSeconds(1));
    assertThat(directory.resolve("dovecot-keywords.lock")).doesNotExist();
  }

  @Test
  void writesNothingWhenNothingWasGivenOut() throws IOException {
    KeywordFile.read(directory, MODE).save();
    assertThat(path()).doesNotExist();
  }

  @Test
  void linesThatMakeNoSenseAreDropped() throws IOException {
    write("x\n99 y\n-1 z\n3\n3 \n 4 q\n5 ok\n5 second\n");
    KeywordFile file = KeywordFile.read(directory, MODE);

    assertThat(file.keywordsOf(0x03ffffff)).hasSize(26).contains("ok").doesNotContain("second");
  }

  private void write(String text) throws IOException {
    Files.writeString(path(), text);
  }

  private Path path() {
    return directory.resolve(KeywordFile.FILE_NAME);
  }
}

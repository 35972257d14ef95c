package dev.dovetail.storage.maildir;

import dev.dovetail.storage.file.AtomicFile;
import dev.dovetail.storage.file.InheritedMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code dovecot-keywords}: which letter in a file name is which keyword (storage-formats 2.3). A
 * letter that was given once is never given to another keyword. Changed only under the uidlist's
 * lock.
 */
final class KeywordFile {
  static final String FILE_NAME = "dovecot-keywords";

  private static final int MAX_SIZE = 1 << 20;

  private final Path directory;
  private final InheritedMode mode;
  private final String[] names = new String[MaildirName.KEYWORD_LETTERS];
  private boolean changed;
  private FileTime oldTime = FileTime.fromMillis(0);

  private KeywordFile(Path directory, InheritedMode mode) {
    this.directory = directory;
    this.mode = mode;
  }

  /** Reads the file; one that does not exist is empty. Lines that make no sense are dropped. */
  static KeywordFile read(Path controlDirectory, InheritedMode mode) throws IOException {
    KeywordFile file = new KeywordFile(controlDirectory, mode);
    Path path = controlDirectory.resolve(FILE_NAME);
    try {
      if (Files.size(path) <= MAX_SIZE) {
        file.oldTime = Files.getLastModifiedTime(path);
        file.parse(new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1));
      }
    } catch (NoSuchFileException e) {
      return file;
    }
    return file;
  }

  private void parse(String text) {
    for (String line : text.split("\n")) {
      int space = line.indexOf(' ');
      if (space < 1 || space > 2 || space + 1 == line.length()) {
        continue;
      }
      int index = 0;
      for (int i = 0; i < space; i++) {
        index = index * 10 + line.charAt(i) - '0';
      }
      if (index >= 0 && index < names.length && names[index] == null) {
        names[index] = line.substring(space + 1);
      }
    }
  }

  /** The keywords of a name's letters; a letter without an entry shows as Dovecot shows it. */
  List<String> keywordsOf(int letters) {
    if (letters == 0) {
      return List.of();
    }
    List<String> keywords = new ArrayList<>(4);
    for (int i = 0; i < names.length; i++) {
      if ((letters & 1 << i) != 0) {
        keywords.add(names[i] == null ? "unknown-" + i : names[i]);
      }
    }
    keywords.sort(null);
    return keywords;
  }

  /** The letter of a keyword, as its number; -1 if it has none. */
  int letterOf(String keyword) {
    for (int i = 0; i < names.length; i++) {
      if (names[i] != null && names[i].equalsIgnoreCase(keyword)) {
        return i;
      }
    }
    return unknownLetter(keyword);
  }

  /** True if there is no letter left to give out. */
  boolean isFull() {
    return firstFree() == names.length;
  }

  /**
   * The letter of a keyword, which gets the next one if it has none yet. Letters below an existing
   * entry are not given out: files may use them.
   *
   * @return -1 if there is none left: then only the index can hold the keyword
   */
  int letterFor(String keyword) {
    int known = letterOf(keyword);
    if (known >= 0) {
      return known;
    }
    int next = firstFree();
    if (next == names.length) {
      return -1;
    }
    names[next] = keyword;
    changed = true;
    return next;
  }

  /** Behind the last entry. */
  private int firstFree() {
    int next = names.length;
    while (next > 0 && names[next - 1] == null) {
      next--;
    }
    return next;
  }

  /** Writes the file if letters were given out. The uidlist's lock must be held. */
  void save() throws IOException {
    if (!changed) {
      return;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < names.length; i++) {
      if (names[i] != null) {
        text.append(i).append(' ').append(names[i]).append('\n');
      }
    }
    Path path = directory.resolve(FILE_NAME);
    // Not Dovecot's name for it, which is also a lock: left behind, it would hold Dovecot up.
    Path draft = directory.resolve(FILE_NAME + ".tmp");
    try (AtomicFile file = AtomicFile.begin(path, draft)) {
      file.out().write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
      file.out().flush();
      mode.applyToFile(draft);
      // Dovecot re-reads the file only when its time in seconds has grown.
      Instant next = oldTime.toInstant().plusSeconds(1);
      if (!Files.getLastModifiedTime(draft).toInstant().isAfter(next)) {
        Files.setLastModifiedTime(draft, FileTime.from(next));
      }
      file.commit();
    }
    oldTime = Files.getLastModifiedTime(path);
    changed = false;
  }

  /** {@code unknown-7} stands for letter 7 as long as it has no entry. */
  private int unknownLetter(String keyword) {
    if (keyword.startsWith("unknown-") && keyword.length() <= 10) {
      for (int i = 0; i < names.length; i++) {
        if (names[i] == null && keyword.equals("unknown-" + i)) {
          return i;
        }
      }
    }
    return -1;
  }
}

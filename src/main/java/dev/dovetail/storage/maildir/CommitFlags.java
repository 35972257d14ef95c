package dev.dovetail.storage.maildir;

import dev.dovetail.storage.index.IndexTransaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The flags and keywords that one commit changes: those that file names hold too, and the keywords
 * that only the index can hold (storage-formats 2.3).
 */
final class CommitFlags {
  private final MailboxFiles files;
  private final KeywordFile keywordFile;
  private final FlagChanges inNames = new FlagChanges();
  private final FlagChanges indexOnly = new FlagChanges();

  CommitFlags(MailboxFiles files) throws IOException {
    this.files = files;
    this.keywordFile = files.readKeywords();
  }

  /** Finds a letter for each keyword, and warns of those that nothing can hold. */
  KeywordLetters letters(long uid, List<String> wanted) {
    KeywordLetters letters = KeywordLetters.of(wanted, keywordFile);
    if (letters.all().size() < wanted.size()) {
      files
          .settings()
          .log()
          .warning(
              "Mailbox "
                  + files.mailbox()
                  + ": UID "
                  + uid
                  + " has a keyword with spaces or control characters, it is left out");
    }
    return letters;
  }

  /** Notes what makes {@code before} become {@code after}; bits may include the index's own. */
  void change(long uid, int before, int after) {
    inNames.flags(uid, before, after);
  }

  /** Notes what makes the keywords {@code old} become {@code letters}. */
  void change(long uid, List<String> old, KeywordLetters letters) {
    List<String> named = new ArrayList<>(letters.all());
    named.removeAll(letters.indexOnly());
    List<String> kept = new ArrayList<>(old);
    kept.removeIf(keyword -> FlagChanges.contains(letters.indexOnly(), keyword));
    inNames.keywords(uid, kept, named);
    List<String> had = new ArrayList<>(old);
    had.removeIf(keyword -> !FlagChanges.contains(letters.indexOnly(), keyword));
    indexOnly.keywords(uid, had, letters.indexOnly());
  }

  /** Writes the letters that were given for the first time; before any file name has them. */
  void saveLetters() throws IOException {
    keywordFile.save();
  }

  void appendWhatNamesHold(IndexTransaction transaction) {
    inNames.appendTo(transaction);
  }

  void appendWhatOnlyTheIndexHolds(IndexTransaction transaction) {
    indexOnly.appendTo(transaction);
  }
}

package dev.dovetail.storage.maildir;

import java.util.ArrayList;
import java.util.List;

/**
 * One message's keywords, divided by where they can be kept.
 *
 * @param letters bits of the letters in the file name
 * @param all what the index gets, sorted
 * @param indexOnly those of {@code all} for which no letter was left (storage-formats 2.3)
 */
record KeywordLetters(int letters, List<String> all, List<String> indexOnly) {

  static KeywordLetters of(List<String> keywords, KeywordFile file) {
    int letters = 0;
    List<String> all = new ArrayList<>(keywords.size());
    List<String> indexOnly = new ArrayList<>(0);
    for (String keyword : keywords) {
      if (!isStorable(keyword)) {
        continue;
      }
      int letter = file.letterFor(keyword);
      if (letter >= 0) {
        letters |= 1 << letter;
      } else {
        indexOnly.add(keyword);
      }
      all.add(keyword);
    }
    return new KeywordLetters(letters, all, indexOnly);
  }

  /** False for what would break the lines of {@code dovecot-keywords} or of IMAP. */
  static boolean isStorable(String keyword) {
    for (int i = 0; i < keyword.length(); i++) {
      if (keyword.charAt(i) <= ' ' || keyword.charAt(i) == 0x7f) {
        return false;
      }
    }
    return !keyword.isEmpty() && keyword.length() <= 1000;
  }
}

package dev.dovetail.history;

import java.util.List;

/**
 * One thing that happens in a story, written as words: who, what, and to what. {@code a} and {@code
 * b} are the ends.
 *
 * <pre>
 * a deliver INBOX m1          a new mail
 * a copy INBOX m1 Work m2     a copy that is a mail of its own
 * a link INBOX m1 Work        a copy that shares the mail's GUID
 * a move INBOX m1 Work m2
 * a flag INBOX m1 \Seen       sets a system flag or keyword; unflag removes it
 * a expunge INBOX m1
 * a create Work               likewise delete, subscribe, unsubscribe
 * a rename Work Play
 * a vanish Work m1            the file is gone; notice: and a session has seen that
 * a lose index Work           likewise log, uidlist, keywords, mailbox
 * a sync full state add backup from cut=up:900 die=b:3
 * wait
 * </pre>
 *
 * <p>A step that is not possible when its turn comes is left out, so that any part of a story is a
 * story.
 */
public record Step(List<String> words) {
  public Step {
    words = List.copyOf(words);
  }

  public static Step of(String line) {
    return new Step(List.of(line.strip().split(" +")));
  }

  String end() {
    return words.get(0);
  }

  String verb() {
    return words.size() == 1 ? words.get(0) : words.get(1);
  }

  String argument(int number) {
    return words.get(2 + number);
  }

  boolean has(String option) {
    return words.subList(2, words.size()).contains(option);
  }

  /** What follows {@code name=}; null if that is not there. */
  String value(String name) {
    for (String word : words) {
      if (word.startsWith(name + "=")) {
        return word.substring(name.length() + 1);
      }
    }
    return null;
  }

  /** The step without its last word, for steps that have options. */
  Step without(String word) {
    return new Step(words.stream().filter(other -> !other.equals(word)).toList());
  }

  @Override
  public String toString() {
    return String.join(" ", words);
  }
}

package dev.dovetail.cli;

import dev.dovetail.cli.line.ParsedLine;
import dev.dovetail.cli.line.ParsedLine.Given;
import java.util.ArrayList;
import java.util.List;

/** The command line for a process that works for users of this run. */
final class WorkerLine {
  private WorkerLine() {}

  private static List<String> globals(ParsedLine line) {
    List<String> words = new ArrayList<>();
    for (Given given : line.globals()) {
      // Only the first process prints results, and only it writes the log.
      if ("fhL".indexOf(given.option().letter()) < 0) {
        add(words, given);
      }
    }
    return words;
  }

  static List<String> of(ParsedLine line, String user) {
    List<String> words = command(line);
    words.add("-u");
    words.add(user);
    words.add("--");
    words.addAll(line.words());
    return words;
  }

  /** For a process that works for all users of one owner of mail. */
  static List<String> ofAll(ParsedLine line) {
    List<String> words = command(line);
    words.add("--");
    words.addAll(line.words());
    return words;
  }

  private static List<String> command(ParsedLine line) {
    List<String> words = globals(line);
    words.add(line.command().name());
    for (Given given : line.options()) {
      boolean chooses = "AuF".indexOf(given.option().letter()) >= 0;
      if (!chooses && !given.option().name().equals("jobs")) {
        add(words, given);
      }
    }
    return words;
  }

  /** For a server that works for one owner of mail. */
  static List<String> ofServer(ParsedLine line) {
    List<String> words = globals(line);
    words.addAll(List.of(line.command().name().split(" ")));
    return words;
  }

  private static void add(List<String> words, Given given) {
    words.add(given.option().display());
    if (given.option().takesValue()) {
      words.add(given.value());
    }
  }
}

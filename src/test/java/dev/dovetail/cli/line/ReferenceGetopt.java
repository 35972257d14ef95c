package dev.dovetail.cli.line;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** GNU getopt_long in the fewest words, to compare with. */
final class ReferenceGetopt {
  final Map<String, List<String>> options = new TreeMap<>();
  final List<String> words = new ArrayList<>();
  String error;

  ReferenceGetopt(Command command, List<String> arguments) {
    int i = 0;
    while (i < arguments.size() && error == null) {
      String word = arguments.get(i++);
      if (word.equals("--")) {
        words.addAll(arguments.subList(i, arguments.size()));
        return;
      }
      if (!word.startsWith("-") || word.equals("-")) {
        words.add(word);
        if (command.stopsAtWord()) {
          words.addAll(arguments.subList(i, arguments.size()));
          return;
        }
      } else if (word.startsWith("--")) {
        i = longOption(command, word, arguments, i);
      } else {
        i = cluster(command, word, arguments, i);
      }
    }
  }

  private int longOption(Command command, String word, List<String> arguments, int next) {
    String name = word.substring(2).split("=", 2)[0];
    boolean attached = word.contains("=");
    List<Option> found = command.options().stream().filter(o -> o.name().startsWith(name)).toList();
    List<Option> exact = found.stream().filter(o -> o.name().equals(name)).toList();
    List<Option> chosen = exact.isEmpty() ? found : exact;
    if (chosen.size() != 1) {
      error = chosen.isEmpty() ? "unrecognized" : "ambiguous";
      return next;
    }
    Option option = chosen.get(0);
    if (!option.takesValue()) {
      error = attached ? "doesn't allow" : null;
      note(option, "");
      return next;
    }
    if (attached) {
      note(option, word.substring(word.indexOf('=') + 1));
      return next;
    }
    if (next == arguments.size()) {
      error = "requires an argument";
      return next;
    }
    note(option, arguments.get(next));
    return next + 1;
  }

  private int cluster(Command command, String word, List<String> arguments, int next) {
    for (int c = 1; c < word.length(); c++) {
      char letter = word.charAt(c);
      List<Option> found =
          command.options().stream().filter(o -> o.letter() == letter && letter != 0).toList();
      if (found.isEmpty()) {
        error = "invalid option -- '" + letter + "'";
        return next;
      }
      Option option = found.get(0);
      if (!option.takesValue()) {
        note(option, "");
      } else if (c + 1 < word.length()) {
        note(option, word.substring(c + 1));
        return next;
      } else if (next == arguments.size()) {
        error = "option requires an argument -- '" + letter + "'";
        return next;
      } else {
        note(option, arguments.get(next));
        return next + 1;
      }
    }
    return next;
  }

  private void note(Option option, String value) {
    options.computeIfAbsent(option.display(), key -> new ArrayList<>()).add(value);
  }
}

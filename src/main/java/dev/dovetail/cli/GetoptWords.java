package dev.dovetail.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Brings the words of a command line into the one form that picocli and GNU getopt read alike: each
 * option by its own name, its value in the next word (doveadm-interfaces 1.1). What is left, the
 * words, is for the command and is kept apart. Clusters, attached values and abbreviated long names
 * are dissolved here, and what getopt would complain about is caught here with getopt's words.
 */
final class GetoptWords implements IParameterPreprocessor {
  private final String program;
  private final List<Option> options;
  private final boolean stopsAtWord;
  private final int exitCode;
  private final List<String> canonical = new ArrayList<>();
  private final List<String> words = new ArrayList<>();
  private UsageException failure;

  /**
   * @param program what messages begin with
   * @param stopsAtWord whether options end at the first word that is none
   */
  GetoptWords(String program, List<Option> options, boolean stopsAtWord, int exitCode) {
    this.program = program;
    this.options = options;
    this.stopsAtWord = stopsAtWord;
    this.exitCode = exitCode;
  }

  /** What was wrong; null if nothing was. */
  UsageException failure() {
    return failure;
  }

  /** The words that are neither options nor values. */
  List<String> words() {
    return words;
  }

  @Override
  public boolean preprocess(
      Stack<String> arguments, CommandSpec command, ArgSpec argument, Map<String, Object> info) {
    try {
      read(arguments);
    } catch (UsageException e) {
      failure = e;
      arguments.clear();
      return true;
    }
    for (int i = canonical.size() - 1; i >= 0; i--) {
      arguments.push(canonical.get(i));
    }
    return false;
  }

  /** Takes all arguments off the stack. */
  private void read(Stack<String> arguments) throws UsageException {
    while (!arguments.isEmpty()) {
      String word = arguments.pop();
      if (word.equals("--")) {
        takeRest(arguments);
      } else if (word.length() < 2 || word.charAt(0) != '-') {
        words.add(word);
        if (stopsAtWord) {
          takeRest(arguments);
        }
      } else if (word.charAt(1) == '-' && hasLongNames()) {
        readLong(word, arguments);
      } else {
        readCluster(word, arguments);
      }
    }
  }

  private void takeRest(Stack<String> arguments) {
    while (!arguments.isEmpty()) {
      words.add(arguments.pop());
    }
  }

  private void readCluster(String word, Stack<String> arguments) throws UsageException {
    for (int i = 1; i < word.length(); i++) {
      Option option = find(word.charAt(i));
      if (option == null) {
        throw fail("invalid option -- '" + word.substring(i, i + 1) + "'");
      }
      if (!option.takesValue()) {
        accept(option);
      } else if (i + 1 < word.length()) {
        accept(option, word.substring(i + 1));
        return;
      } else if (arguments.isEmpty()) {
        throw fail("option requires an argument -- '" + option.letter() + "'");
      } else {
        accept(option, arguments.pop());
      }
    }
  }

  private void readLong(String word, Stack<String> arguments) throws UsageException {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word.substring(2) : word.substring(2, equals);
    Option option = find(name, word);
    if (!option.takesValue()) {
      if (equals >= 0) {
        throw fail("option '--" + option.name() + "' doesn't allow an argument");
      }
      accept(option);
    } else if (equals >= 0) {
      accept(option, word.substring(equals + 1));
    } else if (arguments.isEmpty()) {
      throw fail("option '--" + option.name() + "' requires an argument");
    } else {
      accept(option, arguments.pop());
    }
  }

  private Option find(char letter) {
    for (Option option : options) {
      if (option.letter() == letter && letter != 0) {
        return option;
      }
    }
    return null;
  }

  private Option find(String name, String word) throws UsageException {
    List<Option> candidates = new ArrayList<>();
    for (Option option : options) {
      if (option.name().equals(name)) {
        return option;
      }
      if (option.name().startsWith(name)) {
        candidates.add(option);
      }
    }
    if (candidates.isEmpty()) {
      throw fail("unrecognized option '" + word + "'");
    }
    if (candidates.size() > 1) {
      StringBuilder text = new StringBuilder();
      for (Option candidate : candidates) {
        text.append(" '--").append(candidate.name()).append('\'');
      }
      throw fail("option '" + word + "' is ambiguous; possibilities:" + text);
    }
    return candidates.get(0);
  }

  private boolean hasLongNames() {
    return !options.isEmpty() && !options.get(0).name().isEmpty();
  }

  private void accept(Option option) {
    canonical.add(option.display());
  }

  private void accept(Option option, String value) {
    canonical.add(option.display());
    canonical.add(value);
  }

  private UsageException fail(String text) {
    return new UsageException(exitCode, program + ": " + text);
  }
}

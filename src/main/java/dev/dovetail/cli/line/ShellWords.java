package dev.dovetail.cli.line;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A command line that was meant for a shell, when no shell shall see it: quotes are understood, and
 * nothing that would make a shell do more than start one program.
 */
public final class ShellWords {
  private static final String SPECIAL = "|&;<>()$`\n\r*?[]#~{}!";

  private final String line;
  private final List<String> words = new ArrayList<>();
  private int at;

  private ShellWords(String line) {
    this.line = line;
  }

  /** The words; empty if a shell would do more with the line, or quotes are left open. */
  public static Optional<List<String>> split(String line) {
    ShellWords reading = new ShellWords(line);
    return reading.read() ? Optional.of(List.copyOf(reading.words)) : Optional.empty();
  }

  private boolean read() {
    while (at < line.length()) {
      if (line.charAt(at) == ' ' || line.charAt(at) == '\t') {
        at++;
      } else if (!readWord()) {
        return false;
      }
    }
    return true;
  }

  private boolean readWord() {
    StringBuilder word = new StringBuilder();
    while (at < line.length() && line.charAt(at) != ' ' && line.charAt(at) != '\t') {
      char c = line.charAt(at++);
      boolean good =
          switch (c) {
            case '\'' -> readSingleQuoted(word);
            case '"' -> readDoubleQuoted(word);
            case '\\' -> readEscaped(word);
            default -> {
              word.append(c);
              yield SPECIAL.indexOf(c) < 0;
            }
          };
      if (!good) {
        return false;
      }
    }
    words.add(word.toString());
    return true;
  }

  private boolean readSingleQuoted(StringBuilder word) {
    int end = line.indexOf('\'', at);
    if (end < 0) {
      return false;
    }
    word.append(line, at, end);
    at = end + 1;
    return true;
  }

  private boolean readDoubleQuoted(StringBuilder word) {
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (c == '"') {
        return true;
      }
      if (c == '$' || c == '`') {
        return false;
      }
      boolean escaped = c == '\\' && at < line.length() && "\"\\$`".indexOf(line.charAt(at)) >= 0;
      word.append(escaped ? line.charAt(at++) : c);
    }
    return false;
  }

  private boolean readEscaped(StringBuilder word) {
    if (at == line.length() || line.charAt(at) == '\n') {
      return false;
    }
    word.append(line.charAt(at++));
    return true;
  }

  /** The word as a shell would read it back. */
  public static String quoted(String word) {
    boolean plain = !word.isEmpty();
    for (int i = 0; i < word.length() && plain; i++) {
      char c = word.charAt(i);
      plain = Character.isLetterOrDigit(c) || "-_./:=@%+,".indexOf(c) >= 0;
    }
    return plain ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}

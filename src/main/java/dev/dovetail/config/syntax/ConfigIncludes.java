package dev.dovetail.config.syntax;

import dev.dovetail.text.Wildcards;
import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Finds the files that an {@code !include} pattern means: shell wildcards, sorted by name. */
final class ConfigIncludes {

  /** More matches than anybody's configuration has files. */
  static final int MAX_MATCHES = 10_000;

  private ConfigIncludes() {}

  /**
   * @param pattern absolute, or relative to the directory of {@code includingFile}
   */
  static List<String> find(String pattern, String includingFile) {
    String directory = new File(includingFile).getParent();
    boolean relative = !pattern.startsWith("/");
    String start = relative ? (directory == null ? "" : directory) : "/";
    List<String> found = new ArrayList<>();
    found.add(start);
    int at = 0;
    while (at < pattern.length()) {
      int end = pattern.indexOf('/', at);
      end = end < 0 ? pattern.length() : end;
      if (end > at) {
        found = step(found, pattern.substring(at, end));
      }
      at = end + 1;
    }
    return found;
  }

  private static List<String> step(List<String> directories, String component) {
    List<String> next = new ArrayList<>();
    boolean wild = isWild(component);
    for (String directory : directories) {
      if (!wild) {
        String path = join(directory, component);
        if (new File(path).exists()) {
          next.add(path);
        }
        continue;
      }
      String[] names = new File(directory.isEmpty() ? "." : directory).list();
      if (names == null) {
        continue;
      }
      Arrays.sort(names);
      for (String name : names) {
        boolean hidden = name.startsWith(".") && !component.startsWith(".");
        if (!hidden && matches(component, name) && next.size() < MAX_MATCHES) {
          next.add(join(directory, name));
        }
      }
    }
    return next;
  }

  private static String join(String directory, String name) {
    if (directory.isEmpty()) {
      return name;
    }
    return directory.endsWith("/") ? directory + name : directory + "/" + name;
  }

  private static boolean isWild(String component) {
    return component.indexOf('*') >= 0
        || component.indexOf('?') >= 0
        || component.indexOf('[') >= 0;
  }

  private static boolean matches(String mask, String name) {
    return Wildcards.match(mask, name, ConfigIncludes::matchOne);
  }

  /** How many characters of the mask match {@code c}; 0 if it does not. */
  private static int matchOne(String mask, int at, char c) {
    char first = mask.charAt(at);
    if (first == '?') {
      return 1;
    }
    int close = first == '[' ? mask.indexOf(']', at + 2) : -1;
    if (close < 0) {
      return first == c ? 1 : 0;
    }
    int from = at + 1;
    boolean negated = mask.charAt(from) == '!' || mask.charAt(from) == '^';
    if (negated) {
      from++;
    }
    boolean inside = false;
    for (int i = from; i < close; i++) {
      if (i + 2 < close && mask.charAt(i + 1) == '-') {
        inside |= c >= mask.charAt(i) && c <= mask.charAt(i + 2);
        i += 2;
      } else {
        inside |= c == mask.charAt(i);
      }
    }
    return inside != negated ? close - at + 1 : 0;
  }
}

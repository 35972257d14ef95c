package dev.dovetail.config.syntax;

import dev.dovetail.config.syntax.ConfigException.Kind;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads typed values from one section, with the checks that doveconf makes (6.1). */
public final class SettingValues {

  private static final int MAX_FILE_BYTES = 1 << 20;
  private static final int MAX_REFERENCES = 20;

  private final ConfigSection section;
  private final ConfigSection root;
  private final boolean version24;

  /** Of the settings outside all sections. */
  public SettingValues(ConfigTree tree) {
    this(tree.root(), tree.root(), tree.version24());
  }

  /**
   * @param section whose settings are read
   * @param root what references to other settings are looked up in
   */
  public SettingValues(ConfigSection section, ConfigSection root, boolean version24) {
    this.section = section;
    this.root = root;
    this.version24 = version24;
  }

  /** The value with its origin; the built-in one where nothing is set. */
  public ConfigValue value(String name) throws ConfigException {
    ConfigValue found = section.values().get(name);
    if (found == null) {
      String builtIn = SettingDefaults.of(name, version24);
      return ConfigValue.ofDefault(builtIn == null ? "" : builtIn);
    }
    return resolve(name, found);
  }

  /** Reads the file of {@code <file} and replaces {@code $SET:}. */
  public ConfigValue resolve(String name, ConfigValue value) throws ConfigException {
    if (value.isFile()) {
      return new ConfigValue(
          contents(name, value), value.origin(), value.file(), value.line(), false);
    }
    if (value.refers()) {
      return value.withText(withReferences(name, value, 0));
    }
    return value;
  }

  /** The file that holds the value of a setting; empty if it is in none. */
  public String fileOf(String name) {
    ConfigValue found = section.values().get(name);
    return found == null || !found.isFile() ? "" : file(found).getPath();
  }

  /** The file that a setting names; empty if it names none. */
  public String namedFile(String name) throws ConfigException {
    ConfigValue value = value(name);
    return value.text().isEmpty() ? "" : file(value).getPath();
  }

  /** What is in the file that a setting names; empty if it names none. */
  public String contentsOf(String name) throws ConfigException {
    ConfigValue value = value(name);
    return value.text().isEmpty() ? "" : contents(name, value);
  }

  /** Relative to the configuration file. */
  private static File file(ConfigValue value) {
    File file = new File(value.text());
    String parent = new File(value.file()).getParent();
    return file.isAbsolute() || parent == null ? file : new File(parent, value.text());
  }

  private static String contents(String name, ConfigValue value) throws ConfigException {
    File file = file(value);
    try (FileInputStream in = new FileInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
      if (bytes.length > MAX_FILE_BYTES) {
        throw value.rejected(name, name + ": " + value.text() + " is too large");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (ConfigException e) {
      throw e;
    } catch (IOException e) {
      String reason = file.exists() ? "cannot be read" : "No such file or directory";
      throw value.rejected(name, name + ": Can't open file " + value.text() + ": " + reason);
    }
  }

  private String withReferences(String name, ConfigValue value, int depth) throws ConfigException {
    if (depth > MAX_REFERENCES) {
      throw value.rejected(name, "$SET: refers to itself");
    }
    StringBuilder result = new StringBuilder();
    for (String word : value.text().split(" ", -1)) {
      if (result.length() > 0) {
        result.append(' ');
      }
      if (!word.startsWith(ConfigReferences.SETTING)) {
        result.append(word);
        continue;
      }
      String other = word.substring(ConfigReferences.SETTING.length());
      ConfigValue target = referred(other);
      if (target == null) {
        throw value.rejected(
            name, "Failed to expand " + Quoting.forMessage(word) + ": there is no such setting");
      }
      result.append(target.refers() ? withReferences(other, target, depth + 1) : target.text());
    }
    return result.toString();
  }

  /** The setting of a name or of a path, {@code namespace/inbox/namespace_prefix}; or null. */
  private ConfigValue referred(String path) {
    ConfigSection place = root;
    String rest = path;
    int slash = rest.indexOf('/');
    while (slash >= 0 && place != null) {
      int second = rest.indexOf('/', slash + 1);
      place =
          second < 0
              ? null
              : place.find(rest.substring(0, slash), rest.substring(slash + 1, second));
      rest = rest.substring(second + 1);
      slash = rest.indexOf('/');
    }
    if (place == null) {
      return null;
    }
    String prefix = place.type() + "_";
    String own = rest.startsWith(prefix) ? rest.substring(prefix.length()) : rest;
    ConfigValue found = place.values().get(place == root ? rest : own);
    String builtIn = SettingDefaults.of(rest, true);
    return found != null || builtIn == null ? found : ConfigValue.ofDefault(builtIn);
  }

  /** Empty if it is neither set nor built in. */
  public String text(String name) throws ConfigException {
    return value(name).text();
  }

  /** The built-in value does not count. */
  public String text(String name, String whenMissing) throws ConfigException {
    return section.values().containsKey(name) ? text(name) : whenMissing;
  }

  /** Whether the section itself has it. */
  public boolean isSet(String name) {
    return section.values().containsKey(name);
  }

  /** False where neither the section nor the built-in table has one. */
  public boolean flag(String name) throws ConfigException {
    return flag(name, false);
  }

  /**
   * @param whenMissing the value where neither the section nor the built-in table has one
   */
  public boolean flag(String name, boolean whenMissing) throws ConfigException {
    ConfigValue value = value(name);
    String text = value.text().toLowerCase(Locale.ROOT);
    return switch (text) {
      case "yes", "y", "1" -> true;
      case "no" -> false;
      case "" -> whenMissing;
      default ->
          throw value.rejected(
              name,
              "Invalid boolean value: " + Quoting.forMessage(value.text()) + " (use yes or no)");
    };
  }

  /** From 0 to 4,294,967,295. */
  public long number(String name) throws ConfigException {
    ConfigValue value = value(name);
    try {
      long number = Long.parseLong(value.text());
      if (number >= 0 && number <= 0xffffffffL) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, with the place.
    }
    throw value.rejected(
        name,
        "Invalid number "
            + Quoting.forMessage(value.text())
            + (value.text().matches("-[0-9]+") ? ": Number too small" : ": Not a valid number"));
  }

  /** From 0 to 65,535. */
  public int port(String name) throws ConfigException {
    long number = number(name);
    if (number > 65535) {
      throw value(name).rejected(name, "Invalid port number " + number);
    }
    return (int) number;
  }

  /** One of {@code words}; the first if nothing is set or built in. */
  public String oneOf(String name, String... words) throws ConfigException {
    ConfigValue value = value(name);
    for (String word : words) {
      if (word.equals(value.text())) {
        return word;
      }
    }
    if (value.text().isEmpty() && value.origin() == ConfigValue.Origin.DEFAULT) {
      return words[0];
    }
    throw value.rejected(name, "Invalid value: " + Quoting.forMessage(value.text()));
  }

  /** A time; 2.4 also knows {@code infinite}, which is as long as a number can be. */
  public long seconds(String name) throws ConfigException {
    ConfigValue value = value(name);
    if (version24 && value.text().equals("infinite")) {
      return Integer.MAX_VALUE;
    }
    try {
      return TimeInterval.seconds(value.text());
    } catch (IllegalArgumentException e) {
      throw value.rejected(name, version24 ? name + ": " + e.getMessage() : e.getMessage());
    }
  }

  /** Words between blanks and commas. */
  public List<String> words(String name) throws ConfigException {
    return words(value(name));
  }

  static List<String> words(ConfigValue value) {
    List<String> words = new ArrayList<>();
    String text = value.text();
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      boolean ends = i == text.length() || text.charAt(i) == ' ' || text.charAt(i) == ',';
      if (ends) {
        if (i > start) {
          words.add(text.substring(start, i));
        }
        start = i + 1;
      }
    }
    return words;
  }

  /** The first character; a setting that must not be empty. */
  public char character(String name) throws ConfigException {
    ConfigValue value = value(name);
    if (value.text().isEmpty()) {
      throw value.rejected(name, name + " must not be empty");
    }
    return value.text().charAt(0);
  }

  /** That a value is well written, but does not work here. */
  public static ConfigException unusable(String message) {
    return new ConfigException(Kind.UNUSABLE, message);
  }
}

package dev.dovetail.config;

import dev.dovetail.config.syntax.ConfigException;
import dev.dovetail.config.syntax.Quoting;
import dev.dovetail.config.syntax.SettingValues;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a {@link MailLocation} from text whose variables are expanded (storage-formats 1.1), and
 * finds out which format is there if the text does not say.
 */
final class MailLocationParser {

  private static final int MAX_KEYS = 100;

  private final Optional<Path> home;
  private final Path workingDirectory;
  private final Optional<Character> escapeCharacter;

  /**
   * @param workingDirectory what relative paths start from
   * @param escapeCharacter of the listescape plugin, if it is loaded
   */
  MailLocationParser(
      Optional<Path> home, Path workingDirectory, Optional<Character> escapeCharacter) {
    this.home = home;
    this.workingDirectory = workingDirectory;
    this.escapeCharacter = escapeCharacter;
  }

  MailLocation parse(String text) throws ConfigException {
    if (text.isEmpty()) {
      return detectAtHome(Map.of());
    }
    int colon = driverEnd(text);
    String driver = colon < 0 ? "auto" : text.substring(0, colon);
    List<String> parts = split(text.substring(colon + 1));
    Map<String, String> keys = new HashMap<>();
    for (String part : parts.subList(1, parts.size())) {
      int equals = part.indexOf('=');
      keys.put(
          equals < 0 ? part : part.substring(0, equals),
          equals < 0 ? "" : part.substring(equals + 1));
    }
    return locate(driver, parts.get(0), keys, text);
  }

  /**
   * The same from parts.
   *
   * @param driver {@code auto} or empty to find out
   * @param root empty for the driver's usual place in the home directory
   * @param keys as in {@code mail_location}
   * @param text for messages
   */
  MailLocation locate(String driver, String root, Map<String, String> keys, String text)
      throws ConfigException {
    boolean detect = driver.equals("auto") || driver.isEmpty();
    if (detect && root.isEmpty()) {
      return detectAtHome(keys);
    }
    if (detect) {
      Path path = path(root, text);
      return build(detect(path, text), path, keys, text);
    }
    String name = driver.equals("dbox") ? "sdbox" : driver;
    Path path = path(root.isEmpty() ? usualRoot(name) : root, text);
    return build(name, path, keys, text);
  }

  private static String usualRoot(String driver) {
    return switch (driver) {
      case "maildir" -> "~/Maildir";
      case "mbox" -> "~/mail";
      default -> "~/" + driver;
    };
  }

  private static int driverEnd(String text) {
    int at = 0;
    while (at < text.length() && isDriverCharacter(text.charAt(at))) {
      at++;
    }
    return at > 0 && at < text.length() && text.charAt(at) == ':' ? at : -1;
  }

  private static boolean isDriverCharacter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
  }

  /** At single colons; two of them are one that belongs to the value. */
  private List<String> split(String text) throws ConfigException {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ':' && i + 1 < text.length() && text.charAt(i + 1) == ':') {
        part.append(':');
        i++;
      } else if (c == ':') {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    if (parts.size() > MAX_KEYS) {
      throw failed(text, "it has more than " + MAX_KEYS + " parts");
    }
    return parts;
  }

  private MailLocation detectAtHome(Map<String, String> keys) throws ConfigException {
    if (home.isPresent()) {
      String[] drivers = {"mdbox", "sdbox", "maildir"};
      for (String driver : drivers) {
        Path root = path(usualRoot(driver), "");
        if (looksLike(driver, root)) {
          return build(driver, root, keys, "");
        }
      }
      if (new File(home.get().toString(), "mail").isDirectory()) {
        return build("mbox", home.get().resolve("mail"), keys, "");
      }
    }
    throw SettingValues.unusable(
        "Namespace '': Mail storage autodetection failed with home="
            + (home.isPresent() ? Quoting.forMessage(home.get().toString()) : "(not set)")
            + "; set mail_location");
  }

  private static String detect(Path root, String text) throws ConfigException {
    String[] drivers = {"mdbox", "sdbox", "maildir"};
    for (String driver : drivers) {
      if (looksLike(driver, root)) {
        return driver;
      }
    }
    throw SettingValues.unusable(
        "Ambiguous mail location setting, don't know what to do with it: "
            + Quoting.forMessage(text)
            + " (try prefixing it with maildir:)");
  }

  private static boolean looksLike(String driver, Path root) {
    String directory =
        switch (driver) {
          case "mdbox" -> "storage";
          case "sdbox" -> "mailboxes";
          default -> "cur";
        };
    return new File(root.toString(), directory).isDirectory();
  }

  private MailLocation build(String driver, Path root, Map<String, String> keys, String text)
      throws ConfigException {
    String index = keys.getOrDefault("INDEX", "");
    String directory = keys.get("DIRNAME");
    String fullDirectory = keys.get("FULLDIRNAME");
    String layout =
        keys.getOrDefault("LAYOUT", driver.equals("maildir") ? "maildir++" : "fs")
            .toLowerCase(Locale.ROOT);
    boolean inMemory = index.equals("MEMORY");
    return new MailLocation(
        driver,
        root,
        optionalPath(keys, "INBOX", text),
        inMemory ? Optional.empty() : optionalPath(keys, "INDEX", text),
        inMemory,
        optionalPath(keys, "INDEXPVT", text),
        optionalPath(keys, "INDEXCACHE", text),
        optionalPath(keys, "CONTROL", text),
        optionalPath(keys, "VOLATILEDIR", text),
        layout,
        name("DIRNAME", fullDirectory != null ? fullDirectory : directory, text),
        fullDirectory != null,
        name("MAILBOXDIR", keys.get("MAILBOXDIR"), text),
        name("SUBSCRIPTIONS", keys.get("SUBSCRIPTIONS"), text).orElse("subscriptions"),
        Optional.ofNullable(keys.get("LISTINDEX")),
        optionalPath(keys, "ALT", text),
        !keys.containsKey("ALTNOCHECK"),
        keys.containsKey("UTF-8"),
        character(keys, "BROKENCHAR", text),
        keys.containsKey("ESCAPECHAR") ? character(keys, "ESCAPECHAR", text) : escapeCharacter,
        keys.containsKey("ITERINDEX"),
        keys.containsKey("NO-NOSELECT"),
        !keys.containsKey("NO-FS-VALIDATION"));
  }

  /** A file or directory name inside the store: it must not lead out of it. */
  private static Optional<String> name(String key, String value, String text)
      throws ConfigException {
    if (value == null || value.isEmpty()) {
      return Optional.empty();
    }
    if (value.startsWith("/") || value.equals("..") || value.contains("../")) {
      throw failed(text, key + " must be a name inside the mail directory");
    }
    return Optional.of(value);
  }

  private static Optional<Character> character(Map<String, String> keys, String key, String text)
      throws ConfigException {
    String value = keys.getOrDefault(key, "");
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.length() > 1) {
      throw failed(text, key + " must be one character");
    }
    return Optional.of(value.charAt(0));
  }

  private Optional<Path> optionalPath(Map<String, String> keys, String key, String text)
      throws ConfigException {
    String value = keys.getOrDefault(key, "");
    return value.isEmpty() ? Optional.empty() : Optional.of(path(value, text));
  }

  /** Absolute; {@code ~} at the start is the home directory. */
  Path path(String value, String text) throws ConfigException {
    try {
      if (value.equals("~") || value.startsWith("~/")) {
        if (home.isEmpty()) {
          throw failed(text, "the user has no home directory for ~/; set mail_home");
        }
        return value.length() <= 2 ? home.get() : home.get().resolve(stripped(value.substring(2)));
      }
      return workingDirectory.resolve(value);
    } catch (InvalidPathException e) {
      throw failed(text, "'" + Quoting.forMessage(value) + "' is no possible path");
    }
  }

  private static String stripped(String value) {
    int at = 0;
    while (at < value.length() && value.charAt(at) == '/') {
      at++;
    }
    return value.substring(at);
  }

  private static ConfigException failed(String text, String reason) {
    return SettingValues.unusable(
        "Mail location '" + Quoting.forMessage(text) + "' cannot be used: " + reason);
  }
}

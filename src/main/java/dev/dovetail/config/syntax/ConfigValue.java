package dev.dovetail.config.syntax;

/**
 * A setting's text and where it comes from, for messages and for the rules on expansion.
 *
 * @param text if {@code isFile}, the name of the file that holds the value
 * @param file empty unless {@code origin} is {@code FILE}
 * @param refers whether {@code $SET:name} in it stands for another setting
 */
public record ConfigValue(
    String text, Origin origin, String file, int line, boolean isFile, boolean refers) {

  /** Without references to other settings. */
  public ConfigValue(String text, Origin origin, String file, int line, boolean isFile) {
    this(text, origin, file, line, isFile, false);
  }

  /** Who has set a value. */
  public enum Origin {
    /** Built in. Variables are expanded. */
    DEFAULT,
    /** From a configuration file. Variables are expanded. */
    FILE,
    /** From the user database. Taken as it is. */
    USER_FIELD,
    /** From {@code -o}. Taken as it is, and beats all others. */
    OVERRIDE
  }

  /** A built-in value. */
  public static ConfigValue ofDefault(String text) {
    return new ConfigValue(text, Origin.DEFAULT, "", 0, false);
  }

  /** Whether {@code %} stands for a variable in it. */
  public boolean isExpanded() {
    return origin == Origin.DEFAULT || origin == Origin.FILE;
  }

  ConfigValue withText(String other) {
    return new ConfigValue(other, origin, file, line, isFile);
  }

  /** Where it comes from, for the admin. */
  public String place() {
    return switch (origin) {
      case DEFAULT -> "default";
      case FILE -> file + ":" + line;
      case USER_FIELD -> "userdb";
      case OVERRIDE -> "-o";
    };
  }

  /** The failure that this value is not acceptable as {@code setting}. */
  public ConfigException rejected(String setting, String reason) {
    return switch (origin) {
      case OVERRIDE ->
          new ConfigException(
              ConfigException.Kind.UNREADABLE,
              "Error reading configuration: Invalid -o parameter "
                  + setting
                  + "="
                  + Quoting.forMessage(text)
                  + ": "
                  + reason);
      case USER_FIELD ->
          new ConfigException(
              ConfigException.Kind.UNUSABLE,
              "Invalid settings in userdb: "
                  + setting
                  + "="
                  + Quoting.forMessage(text)
                  + ": "
                  + reason);
      case FILE ->
          new ConfigException(
              ConfigException.Kind.BROKEN,
              "Error in configuration file " + file + " line " + line + ": " + reason);
      case DEFAULT ->
          new ConfigException(ConfigException.Kind.UNUSABLE, "Setting " + setting + ": " + reason);
    };
  }
}

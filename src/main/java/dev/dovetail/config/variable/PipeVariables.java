package dev.dovetail.config.variable;

import dev.dovetail.config.syntax.ConfigException;
import dev.dovetail.config.syntax.Quoting;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * The variables that a pipe of 2.4 can ask for: those of the place, and those that are known
 * everywhere. Values are bytes, one character for each.
 */
final class PipeVariables {

  private static final List<String> GENERAL =
      List.of("env", "process", "system", "date", "time", "generate");

  private final Variables here;

  PipeVariables(Variables here) {
    this.here = here;
  }

  /**
   * @throws PipeRefusal if there is no such variable
   */
  String get(String name) throws PipeRefusal {
    int colon = name.indexOf(':');
    try {
      String value =
          colon < 0 ? null : general(name.substring(0, colon), name.substring(colon + 1));
      value = value == null ? here.get(name) : value;
      if (value != null) {
        return PipeParser.bytes(value);
      }
    } catch (ConfigException e) {
      throw new PipeRefusal(e);
    }
    throw new PipeRefusal(
        colon < 0
            ? "Unknown variable '" + Quoting.forMessage(name) + "'"
            : "Unsupported prefix '" + Quoting.forMessage(name.substring(0, colon)) + "'");
  }

  /** Null if the prefix is none of those that mean the same everywhere. */
  private static String general(String prefix, String key) throws PipeRefusal, ConfigException {
    if (!GENERAL.contains(prefix)) {
      return null;
    }
    String value =
        switch (prefix) {
          case "env" -> SystemVariables.get("env:" + key);
          case "process" -> process(key);
          case "system" -> system(key);
          case "generate" -> identifier(key);
          default -> clock(prefix, key, ZonedDateTime.now(ZoneId.systemDefault()));
        };
    if (value == null) {
      throw new PipeRefusal(prefix + ": Unsupported field '" + Quoting.forMessage(key) + "'");
    }
    return value;
  }

  private static String process(String key) throws ConfigException {
    return switch (key) {
      case "pid", "uid", "gid" -> SystemVariables.get(key);
      default -> null;
    };
  }

  private static String system(String key) throws ConfigException {
    return switch (key) {
      case "hostname" -> SystemVariables.get("hostname");
      case "cpu_count" -> String.valueOf(Runtime.getRuntime().availableProcessors());
      case "os" -> System.getProperty("os.name");
      case "os-version" -> System.getProperty("os.version");
      default -> null;
    };
  }

  private static String clock(String prefix, String key, ZonedDateTime now) {
    return switch (prefix + ":" + key) {
      case "date:year" -> String.format(Locale.ROOT, "%tY", now);
      case "date:month" -> String.format(Locale.ROOT, "%tm", now);
      case "date:day" -> String.format(Locale.ROOT, "%td", now);
      case "time:hour" -> String.format(Locale.ROOT, "%tH", now);
      case "time:min", "time:minute" -> String.format(Locale.ROOT, "%tM", now);
      case "time:sec", "time:second" -> String.format(Locale.ROOT, "%tS", now);
      case "time:us", "time:usec" -> String.valueOf(now.getNano() / 1000);
      case "time:unix" -> unixTime(now.toInstant());
      default -> null;
    };
  }

  private static String unixTime(Instant now) {
    return String.format(Locale.ROOT, "%d.%09d", now.getEpochSecond(), now.getNano());
  }

  private static String identifier(String key) {
    String uuid = UUID.randomUUID().toString();
    return switch (key) {
      case "guid", "guid128", "uuid:compact" -> uuid.replace("-", "");
      case "uuid", "uuid:record" -> uuid;
      case "uuid:microsoft" -> "{" + uuid + "}";
      default -> null;
    };
  }
}

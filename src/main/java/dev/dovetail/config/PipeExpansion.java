package dev.dovetail.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Expands the variables of 2.4: {@code %&#123;name | filter | filter(arguments)&#125;}
 * (doveadm-interfaces 6.4). Known filters: lower, upper, username, domain, default, substr,
 * reverse, ltrim, rtrim, trim, md5, sha1, sha256, sha384, sha512, hexlify.
 */
final class PipeExpansion {

  private PipeExpansion() {}

  static String expand(String setting, String text, Variables variables) throws ConfigException {
    StringBuilder result = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      if (text.startsWith("%%{", at)) {
        result.append("%{");
        at += 3;
      } else if (text.startsWith("%{", at)) {
        int close = closing(text, at + 2);
        if (close < 0) {
          throw VariableExpansion.failed(setting, text, "the closing brace is missing");
        }
        result.append(evaluate(setting, text, text.substring(at + 2, close), variables));
        at = close + 1;
      } else {
        result.append(text.charAt(at++));
      }
    }
    return result.toString();
  }

  private static int closing(String text, int start) {
    char quote = 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == '}') {
        return i;
      }
    }
    return -1;
  }

  private static String evaluate(String setting, String text, String program, Variables variables)
      throws ConfigException {
    List<String> steps = split(program, '|');
    String name = steps.get(0);
    if (name.equals("process:pid")) {
      name = "pid";
    } else if (name.equals("process:uid")) {
      name = "uid";
    }
    String value = variables.get(name);
    boolean optional = name.startsWith("userdb:") || name.startsWith("env:");
    if (value == null && !optional) {
      throw VariableExpansion.failed(
          setting, text, "Unknown variable '" + Quoting.forMessage(name) + "'");
    }
    value = value == null ? "" : value;
    for (int i = 1; i < steps.size(); i++) {
      value = filter(setting, text, steps.get(i), value);
    }
    return value;
  }

  private static String filter(String setting, String text, String step, String value)
      throws ConfigException {
    int open = step.indexOf('(');
    String name = open < 0 ? step : step.substring(0, open).strip();
    List<String> arguments =
        open < 0 || !step.endsWith(")")
            ? List.of()
            : split(step.substring(open + 1, step.length() - 1), ',');
    int at = value.indexOf('@');
    return switch (name) {
      case "lower" -> VariableExpansion.lower(value);
      case "upper" -> VariableExpansion.upper(value);
      case "username" -> at < 0 ? value : value.substring(0, at);
      case "domain" -> at < 0 ? "" : value.substring(at + 1);
      case "reverse" -> new StringBuilder(value).reverse().toString();
      case "ltrim" -> value.stripLeading();
      case "rtrim" -> value.stripTrailing();
      case "trim" -> value.strip();
      case "default" ->
          value.isEmpty() && !arguments.isEmpty() ? unquoted(arguments.get(0)) : value;
      case "substr" -> part(setting, text, arguments, value);
      case "hexlify" -> VariableHash.hex(value.getBytes(StandardCharsets.ISO_8859_1));
      default -> {
        VariableHash hash = VariableHash.parse(name);
        if (hash == null) {
          throw VariableExpansion.failed(
              setting, text, "No such filter: " + Quoting.forMessage(name));
        }
        // The digest is bytes; the next filter, hexlify, gets one character for each.
        byte[] digest =
            VariableHash.digest(hash.algorithm()).digest(value.getBytes(StandardCharsets.UTF_8));
        yield new String(digest, StandardCharsets.ISO_8859_1);
      }
    };
  }

  /** {@code substr(offset[, length])}; negative ones count from the end. */
  private static String part(String setting, String text, List<String> arguments, String value)
      throws ConfigException {
    try {
      int length = value.length();
      int start = arguments.isEmpty() ? 0 : Integer.parseInt(arguments.get(0));
      start = start < 0 ? Math.max(0, length + start) : Math.min(start, length);
      int count = arguments.size() < 2 ? length : Integer.parseInt(arguments.get(1));
      int stop = count < 0 ? length + count : (int) Math.min(length, (long) start + count);
      return value.substring(start, Math.max(start, stop));
    } catch (NumberFormatException e) {
      throw VariableExpansion.failed(setting, text, "substr: not a number");
    }
  }

  private static String unquoted(String text) {
    boolean quoted =
        text.length() >= 2
            && (text.charAt(0) == '\'' || text.charAt(0) == '"')
            && text.charAt(text.length() - 1) == text.charAt(0);
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  /** Splits outside quotes and strips the parts. */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    char quote = 0;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == separator) {
        parts.add(text.substring(start, i).strip());
        start = i + 1;
      }
    }
    parts.add(text.substring(start).strip());
    return parts;
  }
}

package dev.dovetail.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Expands the variables of 2.4: {@code %&#123;name | filter | filter(arguments)&#125;}
 * (doveadm-interfaces 6.4). {@link PipeFilters} has the filters.
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
    String first = steps.get(0);
    String value =
        first.endsWith(")")
            ? source(setting, text, first, variables)
            : variable(setting, text, first, variables);
    for (int i = 1; i < steps.size(); i++) {
      value = filter(setting, text, steps.get(i), value, variables);
    }
    return new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /** Filters work on bytes, one character for each. */
  private static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static String variable(String setting, String text, String name, Variables variables)
      throws ConfigException {
    String known =
        switch (name) {
          case "process:pid" -> "pid";
          case "process:uid" -> "uid";
          case "process:gid" -> "gid";
          case "system:hostname" -> "hostname";
          default -> name;
        };
    String value = variables.get(known);
    boolean optional = name.startsWith("userdb:") || name.startsWith("env:");
    if (value == null && !optional) {
      throw VariableExpansion.failed(
          setting, text, "Unknown variable '" + Quoting.forMessage(name) + "'");
    }
    return value == null ? "" : bytes(value);
  }

  /** A filter at the beginning, which makes a value out of its arguments. */
  private static String source(String setting, String text, String step, Variables variables)
      throws ConfigException {
    Call call = Call.of(step);
    if (call.arguments().isEmpty()) {
      return filter(setting, text, step, "", variables);
    }
    String first = call.arguments().get(0);
    if (call.name().equals("lookup")) {
      return variable(setting, text, argument(setting, text, first, variables), variables);
    }
    String value = argument(setting, text, first, variables);
    if (call.name().equals("literal")) {
      return value;
    }
    List<String> rest = call.arguments().subList(1, call.arguments().size());
    return apply(setting, text, new Call(call.name(), rest), value, variables);
  }

  private static String filter(
      String setting, String text, String step, String value, Variables variables)
      throws ConfigException {
    return apply(setting, text, Call.of(step), value, variables);
  }

  private static String apply(
      String setting, String text, Call call, String value, Variables variables)
      throws ConfigException {
    List<String> arguments = new ArrayList<>();
    for (String argument : call.arguments()) {
      arguments.add(argument(setting, text, argument, variables));
    }
    try {
      return PipeFilters.apply(call.name(), arguments, value);
    } catch (PipeFilters.Refusal e) {
      throw VariableExpansion.failed(setting, text, e.getMessage());
    }
  }

  /** Quoted text, a number, {@code name=value}, or the value of a variable. */
  private static String argument(String setting, String text, String written, Variables variables)
      throws ConfigException {
    String plain = unquoted(written);
    if (!plain.equals(written) || written.isEmpty()) {
      return bytes(plain);
    }
    int equals = written.indexOf('=');
    if (equals > 0) {
      return written.substring(0, equals + 1) + unquoted(written.substring(equals + 1).strip());
    }
    char first = written.charAt(0);
    boolean isName = first >= 'a' && first <= 'z' || first == '_';
    return isName ? variable(setting, text, written, variables) : written;
  }

  /** A filter and what stands in its parentheses. */
  private record Call(String name, List<String> arguments) {
    static Call of(String step) {
      int open = step.indexOf('(');
      if (open < 0 || !step.endsWith(")")) {
        return new Call(step, List.of());
      }
      String inside = step.substring(open + 1, step.length() - 1).strip();
      return new Call(
          step.substring(0, open).strip(), inside.isEmpty() ? List.of() : split(inside, ','));
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

package dev.dovetail.config.variable;

import dev.dovetail.config.syntax.ConfigException;
import dev.dovetail.config.syntax.Quoting;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** {@code %&#123;if;a;operator;b;yes;no&#125;} (doveadm-interfaces 6.4). */
final class Condition {

  /** What a condition needs from the expansion around it. */
  interface Operands {
    String expand(String operand) throws ConfigException;

    ConfigException failed(String reason);
  }

  private Condition() {}

  static String evaluate(String parameters, Operands operands) throws ConfigException {
    List<String> parts = split(parameters);
    if (parts.size() < 4 || parts.size() > 5) {
      throw operands.failed("requires four or five parameters, got " + parts.size());
    }
    String left = operands.expand(parts.get(0));
    String right = operands.expand(parts.get(2));
    boolean holds;
    try {
      holds = holds(left, parts.get(1), right);
    } catch (IllegalArgumentException e) {
      throw operands.failed(e.getMessage());
    }
    if (holds) {
      return operands.expand(parts.get(3));
    }
    return parts.size() == 5 ? operands.expand(parts.get(4)) : "";
  }

  /**
   * @throws IllegalArgumentException with the reason, if that cannot be compared
   */
  static boolean holds(String left, String operator, String right) {
    return switch (operator) {
      case "eq" -> left.equals(right);
      case "ne" -> !left.equals(right);
      case "lt" -> left.compareTo(right) < 0;
      case "le" -> left.compareTo(right) <= 0;
      case "gt" -> left.compareTo(right) > 0;
      case "ge" -> left.compareTo(right) >= 0;
      case "*" -> wildcard(right, left);
      case "!*" -> !wildcard(right, left);
      case "~" -> regex(right, left);
      case "!~" -> !regex(right, left);
      case "==", "!=", "<", "<=", ">", ">=" -> compareNumbers(left, operator, right);
      default ->
          throw new IllegalArgumentException(
              "Unsupported comparator '" + Quoting.forMessage(operator) + "'");
    };
  }

  private static boolean compareNumbers(String left, String operator, String right) {
    int order = Long.compare(number(left, "lhs"), number(right, "rhs"));
    return switch (operator) {
      case "==" -> order == 0;
      case "!=" -> order != 0;
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }

  private static long number(String text, String side) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          Quoting.forMessage(text) + " (" + side + ") is not a number", e);
    }
  }

  private static boolean regex(String pattern, String text) {
    try {
      return Pattern.compile(pattern).matcher(text).find();
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "'" + Quoting.forMessage(pattern) + "' is no regular expression", e);
    } catch (StackOverflowError e) {
      throw new IllegalArgumentException(
          "'" + Quoting.forMessage(pattern) + "' is too complicated", e);
    }
  }

  /** {@code *} and {@code ?}, case-sensitive. */
  private static boolean wildcard(String mask, String text) {
    int m = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length()) {
      if (m < mask.length() && mask.charAt(m) == '*') {
        star = m++;
        resume = t;
      } else if (m < mask.length() && (mask.charAt(m) == '?' || mask.charAt(m) == text.charAt(t))) {
        m++;
        t++;
      } else if (star >= 0) {
        m = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (m < mask.length() && mask.charAt(m) == '*') {
      m++;
    }
    return m == mask.length();
  }

  /** At semicolons outside inner variables; a backslash protects one. */
  private static List<String> split(String parameters) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    int depth = 0;
    for (int i = 0; i < parameters.length(); i++) {
      char c = parameters.charAt(i);
      if (c == '\\' && i + 1 < parameters.length() && isEscapable(parameters.charAt(i + 1))) {
        part.append(parameters.charAt(++i));
      } else if (c == ';' && depth == 0) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        part.append(c);
      }
    }
    parts.add(part.toString());
    return parts;
  }

  private static boolean isEscapable(char c) {
    return c == ';' || c == ':';
  }
}

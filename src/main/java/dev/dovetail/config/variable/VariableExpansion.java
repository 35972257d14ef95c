package dev.dovetail.config.variable;

import dev.dovetail.config.syntax.ConfigException;
import dev.dovetail.config.syntax.ConfigException.Kind;
import dev.dovetail.config.syntax.Quoting;
import java.util.Locale;

/**
 * Expands {@code %} variables as 2.3 writes them: {@code %u}, {@code %2.256Nu}, {@code
 * %&#123;if;…&#125;} (doveadm-interfaces 6.4). {@link PipeExpansion} does the same for 2.4.
 *
 * <p>Deviation: an unknown variable is an error and never becomes part of a value.
 */
public final class VariableExpansion {

  private static final String MODIFIERS = "LUEXRNHMDT";
  private static final int MAX_NUMBER = 100_000_000;
  private static final int MAX_PADDED = 4096;
  private static final int MAX_DEPTH = 10;

  private final String setting;
  private final Variables variables;

  private VariableExpansion(String setting, Variables variables) {
    this.setting = setting;
    this.variables = variables;
  }

  /**
   * Expands all variables in {@code text}.
   *
   * @param setting for messages; empty for a text that is no setting's
   * @param version24 whether {@code text} is in the form of 2.4
   * @throws ConfigException ({@code UNUSABLE}) for an unknown variable or a broken construction
   */
  public static String expand(String setting, String text, Variables variables, boolean version24)
      throws ConfigException {
    if (text.indexOf('%') < 0) {
      return text;
    }
    return version24
        ? PipeExpansion.expand(setting, text, variables)
        : new VariableExpansion(setting, variables).expand(text, 0);
  }

  /** What is wrong with a value ({@code UNUSABLE}). */
  public static ConfigException failed(String setting, String text, String reason) {
    return new ConfigException(
        Kind.UNUSABLE,
        "Failed to expand "
            + (setting.isEmpty() ? "" : setting + "=")
            + Quoting.forMessage(text)
            + ": "
            + reason);
  }

  private String expand(String text, int depth) throws ConfigException {
    if (depth > MAX_DEPTH) {
      throw failed(setting, text, "nested too deeply");
    }
    StringBuilder result = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c != '%') {
        result.append(c);
        at++;
      } else {
        Field field = new Field(text, at + 1);
        if (field.end < text.length()) {
          at = append(result, text, field, depth);
        } else {
          // Dovecot drops what is unfinished at the end.
          at = text.length();
        }
      }
    }
    return result.toString();
  }

  private int append(StringBuilder result, String text, Field field, int depth)
      throws ConfigException {
    char letter = text.charAt(field.end);
    if (letter == '%') {
      result.append('%');
      return field.end + 1;
    }
    String value;
    int next;
    if (letter == '{') {
      int close = closingBrace(text, field.end);
      if (close < 0) {
        throw failed(setting, text, "Unknown variable '%{'");
      }
      value = longVariable(text.substring(field.end + 1, close), text, depth);
      next = close + 1;
    } else {
      value = named(longName(letter), String.valueOf(letter), text);
      next = field.end + 1;
    }
    result.append(field.cut(field.modify(value)));
    return next;
  }

  /**
   * The brace that closes the one at {@code open}, with those of inner variables skipped; or -1.
   */
  private static int closingBrace(String text, int open) {
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      if (text.charAt(i) == '{') {
        depth++;
      } else if (text.charAt(i) == '}' && --depth == 0) {
        return i;
      }
    }
    return -1;
  }

  private String longVariable(String name, String text, int depth) throws ConfigException {
    if (name.startsWith("if;")) {
      return Condition.evaluate(
          name.substring(3),
          new Condition.Operands() {
            @Override
            public String expand(String operand) throws ConfigException {
              return VariableExpansion.this.expand(operand, depth + 1);
            }

            @Override
            public ConfigException failed(String reason) {
              return VariableExpansion.failed(setting, text, "if: " + reason);
            }
          });
    }
    int colon = name.indexOf(':');
    if (colon >= 0) {
      String rest = name.substring(colon + 1);
      try {
        VariableHash hash = VariableHash.parse(name.substring(0, colon));
        if (hash != null) {
          return hash.apply(named(rest, rest, text), rest);
        }
      } catch (IllegalArgumentException e) {
        throw failed(setting, text, "Cannot parse hash arguments:" + e.getMessage());
      }
    }
    return named(name, name, text);
  }

  /** Of {@code userdb:field:default} the variable is {@code userdb:field}. */
  private String named(String name, String shown, String text) throws ConfigException {
    String known = name.equals("userdb") ? "userdb:" : name;
    int first = known.indexOf(':');
    boolean isField = first >= 0 && !known.startsWith("env:");
    int second = isField ? known.indexOf(':', first + 1) : -1;
    String value = variables.get(second < 0 ? known : known.substring(0, second));
    if (value == null) {
      int colon = shown.indexOf(':');
      String unknown = colon < 0 ? shown : shown.substring(0, colon);
      throw failed(setting, text, "Unknown variable '%" + Quoting.forMessage(unknown) + "'");
    }
    return value.isEmpty() && second >= 0 ? known.substring(second + 1) : value;
  }

  private static String longName(char letter) {
    return switch (letter) {
      case 'u' -> "user";
      case 'n' -> "username";
      case 'd' -> "domain";
      case 'h' -> "home";
      case 's' -> "service";
      case 'l' -> "lip";
      case 'r' -> "rip";
      case 'p' -> "pid";
      case 'i' -> "uid";
      default -> String.valueOf(letter);
    };
  }

  /** What stands between {@code %} and the letter: {@code [-][0][offset.][width][modifiers]}. */
  private static final class Field {
    private boolean fromEnd;
    private boolean padded;
    private int offset;
    private int width;
    private final String modifiers;

    /** Where the variable's letter or brace is; the text's length if there is none. */
    private final int end;

    Field(String text, int start) {
      int at = start;
      if (peek(text, at) == '-') {
        fromEnd = true;
        at++;
      }
      if (peek(text, at) == '0') {
        padded = true;
        at++;
      }
      int digits = endOfDigits(text, at);
      width = number(text, at, digits);
      at = digits;
      if (peek(text, at) == '.') {
        offset = width;
        padded = false;
        at++;
        boolean negative = peek(text, at) == '-';
        if (negative) {
          at++;
        }
        digits = endOfDigits(text, at);
        width = number(text, at, digits);
        width = negative ? -width : width;
        at = digits;
      }
      int first = at;
      while (at < text.length() && MODIFIERS.indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      modifiers = text.substring(Math.min(first, text.length()), Math.min(at, text.length()));
      end = at;
    }

    private static char peek(String text, int at) {
      return at < text.length() ? text.charAt(at) : 0;
    }

    private static int endOfDigits(String text, int start) {
      int at = start;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
      return at;
    }

    private static int number(String text, int start, int end) {
      int value = 0;
      for (int i = start; i < end && value < MAX_NUMBER; i++) {
        value = value * 10 + (text.charAt(i) - '0');
      }
      return Math.min(value, MAX_NUMBER);
    }

    String modify(String value) {
      String result = value;
      for (int i = 0; i < modifiers.length(); i++) {
        char modifier = modifiers.charAt(i);
        result =
            switch (modifier) {
              case 'L' -> VariableExpansion.lower(result);
              case 'U' -> VariableExpansion.upper(result);
              case 'E' -> escaped(result);
              case 'X' -> hexadecimal(result);
              case 'R' -> new StringBuilder(result).reverse().toString();
              case 'M' -> VariableHash.hex(VariableHash.md5(result));
              case 'D' -> result.replace(".", ",dc=");
              case 'T' -> result.stripTrailing();
              default -> modulo(modifier == 'N', result);
            };
      }
      return result;
    }

    private String modulo(boolean strong, String value) {
      long hash = strong ? VariableHash.startOfMd5(value) : VariableHash.weak(value);
      // The remainder is of all 64 bits; without one, 32 are shown.
      String hex =
          Long.toHexString(width > 0 ? Long.remainderUnsigned(hash, width) : hash & 0xffff_ffffL);
      StringBuilder wide = new StringBuilder();
      for (int i = hex.length(); i < Math.min(offset, MAX_PADDED); i++) {
        wide.append('0');
      }
      // Offset and width meant the hash, not the text.
      offset = 0;
      width = 0;
      return wide.append(hex).toString();
    }

    private static String escaped(String value) {
      StringBuilder result = new StringBuilder();
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        if (c == '"' || c == '\'' || c == '\\') {
          result.append('\\');
        }
        result.append(c);
      }
      return result.toString();
    }

    private static String hexadecimal(String value) {
      try {
        return Long.toHexString(Long.parseLong(value));
      } catch (NumberFormatException e) {
        return "0";
      }
    }

    String cut(String value) {
      int length = value.length();
      int start = fromEnd && offset > 0 ? Math.max(0, length - offset) : Math.min(offset, length);
      int stop = length;
      if (width > 0 && !padded) {
        stop = Math.min(length, start + width);
      } else if (width < 0) {
        stop = Math.max(start, length + width);
      }
      String part = value.substring(start, stop);
      if (!padded || width <= part.length()) {
        return part;
      }
      StringBuilder wide = new StringBuilder();
      for (int i = part.length(); i < Math.min(width, MAX_PADDED); i++) {
        wide.append('0');
      }
      return wide.append(part).toString();
    }
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }
}

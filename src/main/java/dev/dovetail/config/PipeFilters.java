package dev.dovetail.config;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The filters of {@link PipeExpansion}. Values are bytes, one character for each. {@code encrypt}
 * and {@code decrypt} are not known.
 */
final class PipeFilters {

  /** What a filter cannot do; the message says why. */
  static final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    Refusal(String reason) {
      super(reason, null, false, false);
    }
  }

  private static final int MAX_LENGTH = 64 * 1024;

  private PipeFilters() {}

  /**
   * @param arguments their values; options such as {@code rounds=2} as they are written
   */
  static String apply(String name, List<String> arguments, String value) throws Refusal {
    String result = text(name, arguments, value);
    result = result != null ? result : coded(name, arguments, value);
    result = result != null ? result : hashed(name, arguments, value);
    if (result == null) {
      throw new Refusal("No such filter: " + Quoting.forMessage(name));
    }
    if (result.length() > MAX_LENGTH) {
      throw new Refusal(name + ": the result is too long");
    }
    return result;
  }

  private static String text(String name, List<String> arguments, String value) throws Refusal {
    int first = value.indexOf('@');
    int last = value.lastIndexOf('@');
    return switch (name) {
      case "lower" -> shifted(value, 'A', 'a');
      case "upper" -> shifted(value, 'a', 'A');
      case "username" -> first < 0 ? value : value.substring(0, first);
      case "domain", "domain_first" -> first < 0 ? "" : value.substring(first + 1);
      case "domain_last" -> last < 0 ? "" : value.substring(last + 1);
      case "reverse" -> new StringBuilder(value).reverse().toString();
      case "ltrim" -> value.stripLeading();
      case "rtrim" -> value.stripTrailing();
      case "trim" -> value.strip();
      case "default" -> value.isEmpty() && !arguments.isEmpty() ? arguments.get(0) : value;
      case "concat" -> value + String.join("", arguments);
      case "ldap_dn" -> value.replace(".", ",dc=");
      case "substr" -> part(arguments, value);
      case "truncate" -> truncated(arguments, value);
      case "index" -> element(arguments, value);
      case "regexp" -> replaced(arguments, value);
      case "calculate" -> calculated(arguments, value);
      case "if" -> chosen(arguments, value);
      case "text" -> value;
      default -> null;
    };
  }

  private static String coded(String name, List<String> arguments, String value) throws Refusal {
    try {
      return switch (name) {
        case "hexlify" -> padded(HexFormat.of().formatHex(bytes(value)), arguments);
        case "unhexlify" -> characters(HexFormat.of().parseHex(value));
        case "hex" -> padded(Long.toHexString(Long.parseLong(value)), arguments);
        case "unhex" -> String.valueOf(Long.parseLong(value, 16));
        case "base64" -> Base64.getEncoder().encodeToString(bytes(value));
        case "unbase64" -> characters(Base64.getDecoder().decode(value));
        default -> null;
      };
    } catch (IllegalArgumentException e) {
      throw new Refusal(name + ": '" + Quoting.forMessage(value) + "' cannot be converted");
    }
  }

  /** {@code sha256(rounds=2, salt='x')}, or the same as {@code hash('sha256', …)}. */
  private static String hashed(String name, List<String> arguments, String value) throws Refusal {
    boolean generic = name.equals("hash");
    if (generic && arguments.isEmpty()) {
      throw new Refusal("hash: no algorithm is given");
    }
    VariableHash hash = VariableHash.parse(generic ? arguments.get(0) : name);
    if (hash == null) {
      return null;
    }
    List<String> options = generic ? arguments.subList(1, arguments.size()) : arguments;
    byte[] digest = hash.with(String.join(",", options)).bytes(bytes(value));
    if (digest == null) {
      throw new Refusal(name + ": cannot parse its arguments");
    }
    return characters(digest);
  }

  /** ASCII letters alone have two cases. */
  private static String shifted(String value, char from, char to) {
    char[] letters = value.toCharArray();
    for (int i = 0; i < letters.length; i++) {
      if (letters[i] >= from && letters[i] < from + 26) {
        letters[i] += (char) (to - from);
      }
    }
    return new String(letters);
  }

  private static byte[] bytes(String value) {
    return value.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String characters(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static int number(List<String> arguments, int at, int whenMissing) throws Refusal {
    try {
      return at < arguments.size() ? Integer.parseInt(arguments.get(at)) : whenMissing;
    } catch (NumberFormatException e) {
      throw new Refusal("'" + Quoting.forMessage(arguments.get(at)) + "' is not a number");
    }
  }

  private static String padded(String digits, List<String> arguments) throws Refusal {
    int width = Math.min(number(arguments, 0, 0), 1000);
    return "0".repeat(Math.max(0, width - digits.length())) + digits;
  }

  /** {@code substr(offset[, length])}; negative ones count from the end. */
  private static String part(List<String> arguments, String value) throws Refusal {
    int length = value.length();
    int start = number(arguments, 0, 0);
    start = start < 0 ? Math.max(0, length + start) : Math.min(start, length);
    int count = number(arguments, 1, length);
    int stop = count < 0 ? length + count : (int) Math.min(length, (long) start + count);
    return value.substring(start, Math.max(start, stop));
  }

  private static String truncated(List<String> arguments, String value) throws Refusal {
    int length = number(arguments, 0, value.length());
    return value.substring(0, Math.max(0, Math.min(length, value.length())));
  }

  /** {@code index(separator, number)}: the part of that number, from the end if it is negative. */
  private static String element(List<String> arguments, String value) throws Refusal {
    if (arguments.size() != 2 || arguments.get(0).isEmpty()) {
      throw new Refusal("index: it takes a separator and a number");
    }
    String[] parts = value.split(Pattern.quote(arguments.get(0)), -1);
    int at = number(arguments, 1, 0);
    at = at < 0 ? parts.length + at : at;
    return at >= 0 && at < parts.length ? parts[at] : "";
  }

  private static String replaced(List<String> arguments, String value) throws Refusal {
    if (arguments.size() != 2) {
      throw new Refusal("regexp: it takes an expression and a replacement");
    }
    try {
      Matcher matcher = Pattern.compile(arguments.get(0)).matcher(value);
      // Dovecot writes \1 for what Java calls $1.
      String replacement = arguments.get(1).replace("$", "\\$").replaceAll("\\\\([0-9])", "\\$$1");
      return matcher.replaceFirst(replacement);
    } catch (PatternSyntaxException | IndexOutOfBoundsException | StackOverflowError e) {
      throw new Refusal("regexp: '" + Quoting.forMessage(arguments.get(0)) + "' is not possible");
    }
  }

  private static String calculated(List<String> arguments, String value) throws Refusal {
    if (arguments.size() != 2) {
      throw new Refusal("calculate: it takes an operator and a number");
    }
    try {
      long left = Long.parseLong(value);
      long right = Long.parseLong(arguments.get(1));
      return String.valueOf(
          switch (arguments.get(0)) {
            case "+" -> Math.addExact(left, right);
            case "-" -> Math.subtractExact(left, right);
            case "*" -> Math.multiplyExact(left, right);
            case "/" -> left / right;
            case "%" -> left % right;
            default -> throw new Refusal("calculate: '" + arguments.get(0) + "' is no operator");
          });
    } catch (NumberFormatException | ArithmeticException e) {
      throw new Refusal("calculate: it cannot be done with '" + Quoting.forMessage(value) + "'");
    }
  }

  /** {@code if(operator, other, yes, no)}. */
  private static String chosen(List<String> arguments, String value) throws Refusal {
    if (arguments.size() != 4) {
      throw new Refusal("if: it takes an operator, a value, and what to choose from");
    }
    try {
      return Condition.holds(value, arguments.get(0), arguments.get(1))
          ? arguments.get(2)
          : arguments.get(3);
    } catch (IllegalArgumentException e) {
      throw new Refusal("if: " + e.getMessage());
    }
  }
}

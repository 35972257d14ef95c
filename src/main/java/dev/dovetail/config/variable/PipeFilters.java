package dev.dovetail.config.variable;

import dev.dovetail.config.syntax.Quoting;
import dev.dovetail.text.TabEscaping;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The filters of {@link PipeExpansion} by name, and those among them that work on text; {@link
 * PipeByteFilters}, {@link PipeChoice}, {@link PipeClock} and {@link PipeCipher} have the others.
 * No release up to 2.4.4 has {@code escape}, so it is not known here.
 */
final class PipeFilters {

  private static final int MAX_LENGTH = 64 * 1024;
  private static final String NUMBER = "Input is not a number";

  private PipeFilters() {}

  static boolean isKnown(String name) {
    return what(name) != null;
  }

  /** How a refusal says what there is no value for; null for what is no filter. */
  private static String what(String name) {
    return switch (name) {
      case "lookup", "literal", "concat", "default", "if", "switch", "safe" -> "";
      case "username", "domain" -> "get " + name + " from";
      case "ldap_dn" -> "convert to ldap_dn";
      case "lenumber", "benumber" -> "convert to number";
      case "list" -> "generate list from";
      case "lfill", "rfill" -> "fill";
      case "substr" -> "substring";
      case "epoch" -> "convert to epoch";
      case "from_epoch" -> "convert from epoch";
      case "date" -> "format as date";
      case "iso8601" -> "format as ISO 8601";
      case "lower",
          "upper",
          "calculate",
          "hash",
          "md5",
          "sha1",
          "sha256",
          "sha384",
          "sha512",
          "base64",
          "unbase64",
          "hex",
          "unhex",
          "hexlify",
          "unhexlify",
          "reverse",
          "truncate",
          "regexp",
          "index",
          "text",
          "encrypt",
          "decrypt" ->
          name;
      default -> null;
    };
  }

  /**
   * @throws PipeRefusal if there is no such filter, or it cannot do it
   */
  static PipeValue apply(PipeCall call, PipeValue value, PipeVariables variables)
      throws PipeRefusal {
    String name = call.name();
    String what = what(name);
    if (what == null) {
      throw new PipeRefusal("No such function '" + Quoting.forMessage(name) + "'");
    }
    try {
      if (!value.isSet() && !what.isEmpty()) {
        throw new PipeRefusal("No value to " + what);
      }
      PipeValue result = result(call, value, variables);
      if (result.bytes().length() > MAX_LENGTH) {
        throw new PipeRefusal("The result is too long");
      }
      return result;
    } catch (PipeRefusal e) {
      throw e.getCause() == null ? new PipeRefusal(name + ": " + e.getMessage()) : e;
    }
  }

  private static PipeValue result(PipeCall call, PipeValue value, PipeVariables variables)
      throws PipeRefusal {
    return switch (call.name()) {
      case "lookup" ->
          PipeValue.text(
              variables.get(
                  new PipeArguments(call, variables, 1).text(0, "", "Missing name to lookup")));
      case "literal" -> PipeValue.text(new PipeArguments(call, variables, 1).any(0));
      case "default" -> orDefault(new PipeArguments(call, variables, 1), value);
      case "if" -> PipeChoice.one(new PipeArguments(call, variables, 5), value);
      case "switch" ->
          PipeChoice.ofMany(new PipeArguments(call, variables, Integer.MAX_VALUE), value);
      case "concat" -> joined(new PipeArguments(call, variables, Integer.MAX_VALUE), value);
      case "safe" -> {
        // Keeps what follows from escaping, and no setting of ours is escaped.
        new PipeArguments(call, variables, 0);
        yield value;
      }
      case "encrypt" -> PipeCipher.encrypt(call, variables, value);
      case "decrypt" -> PipeCipher.decrypt(call, variables, value);
      case "epoch", "from_epoch", "date", "iso8601" ->
          PipeValue.text(PipeClock.apply(call, variables, value.bytes()));
      default -> ofValue(call, value, variables);
    };
  }

  private static PipeValue ofValue(PipeCall call, PipeValue value, PipeVariables variables)
      throws PipeRefusal {
    PipeValue coded = PipeByteFilters.apply(call, value, variables);
    if (coded != null) {
      return coded;
    }
    String text = value.bytes();
    PipeArguments arguments = new PipeArguments(call, variables, limit(call.name()));
    return switch (call.name()) {
      case "lower" -> value.with(shifted(text, 'A', 'a'));
      case "upper" -> value.with(shifted(text, 'a', 'A'));
      case "username" -> PipeValue.text(element("@", 0, text));
      case "domain" ->
          PipeValue.text(
              text.substring(text.indexOf('@') < 0 ? text.length() : text.indexOf('@') + 1));
      case "reverse" -> value.with(new StringBuilder(text).reverse().toString());
      case "ldap_dn" -> value.with(text.replace(".", ",dc="));
      case "substr" -> value.with(part(arguments, text));
      case "index" ->
          PipeValue.text(
              element(
                  arguments.text(0, "", "Missing separator and index parameters"),
                  arguments.number(1, "", "Missing index parameter"),
                  text));
      case "list" -> PipeValue.text(listed(arguments.textOr(0, "", ","), text));
      case "lfill", "rfill" -> value.with(filled(arguments, text, call.name().equals("lfill")));
      case "regexp" -> value.with(replaced(arguments, text));
      case "calculate" -> PipeValue.text(calculated(arguments, value));
      default -> PipeValue.text(PipeParser.bytes(PipeParser.characters(text)));
    };
  }

  private static int limit(String name) {
    return switch (name) {
      case "substr", "index", "lfill", "rfill", "regexp", "calculate" -> 2;
      case "list" -> 1;
      default -> 0;
    };
  }

  private static PipeValue orDefault(PipeArguments arguments, PipeValue value) throws PipeRefusal {
    if (!value.isEmpty()) {
      return value;
    }
    return PipeValue.text(arguments.count() == 0 ? "" : arguments.any(0));
  }

  private static PipeValue joined(PipeArguments arguments, PipeValue value) throws PipeRefusal {
    StringBuilder all = new StringBuilder(value.isSet() ? value.bytes() : "");
    all.append(arguments.any(0));
    for (int i = 1; i < arguments.count(); i++) {
      all.append(arguments.any(i));
    }
    return value.with(all.toString());
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

  /** {@code substr(offset[, length])}; negative ones count from the end. */
  private static String part(PipeArguments arguments, String value) throws PipeRefusal {
    int used = value.length();
    long start = arguments.number(0, "", "Missing offset parameter");
    long count = arguments.numberOr(1, "", used);
    if (Math.abs(start) > used) {
      throw new PipeRefusal("Offset out of bounds");
    }
    start = start < 0 ? used + start : start;
    long stop = count < 0 ? used + count : arguments.has(1, "") ? start + count : used;
    if (Math.abs(count) > used || stop > used || count != 0 && stop < start) {
      throw new PipeRefusal("Length out of bounds");
    }
    return count == 0 ? "" : value.substring((int) start, (int) stop);
  }

  /** The part of that number, from the end if it is negative. */
  private static String element(String separator, long number, String value) throws PipeRefusal {
    if (separator.isEmpty()) {
      throw new PipeRefusal("Empty separator");
    }
    String[] parts = value.split(Pattern.quote(separator), -1);
    long at = number < 0 ? parts.length + number : number;
    if (at < 0 || at >= parts.length) {
      throw new PipeRefusal("Position out of bounds");
    }
    return parts[(int) at];
  }

  private static String listed(String separator, String value) {
    List<String> parts = new ArrayList<>();
    for (String part : value.split("\t", -1)) {
      parts.add(TabEscaping.unescape(part));
    }
    return String.join(separator, parts);
  }

  private static String filled(PipeArguments arguments, String value, boolean left)
      throws PipeRefusal {
    long width = arguments.number(0, "", "Missing parameters");
    String filler = arguments.textOr(1, "", "0");
    if (width < 1 || width > MAX_LENGTH || filler.isEmpty()) {
      throw new PipeRefusal("Fill length out of bounds");
    }
    StringBuilder wide = new StringBuilder(value);
    while (wide.length() < width) {
      wide.insert(left ? 0 : wide.length(), filler);
    }
    return wide.toString();
  }

  private static String replaced(PipeArguments arguments, String value) throws PipeRefusal {
    String expression = arguments.text(0, "", "Missing pattern and replacement parameters");
    String written = arguments.text(1, "", "Missing replacement parameter");
    try {
      Matcher matcher =
          Pattern.compile(PipeParser.characters(expression)).matcher(PipeParser.characters(value));
      // Dovecot writes \1 for what Java calls $1.
      String replacement =
          PipeParser.characters(written).replace("$", "\\$").replaceAll("\\\\([0-9])", "\\$$1");
      return PipeParser.bytes(matcher.replaceFirst(replacement));
    } catch (IllegalArgumentException | IndexOutOfBoundsException | StackOverflowError e) {
      throw new PipeRefusal("'" + Quoting.forMessage(expression) + "' cannot be replaced so");
    }
  }

  /** An operator and a number; a digest's last eight bytes have a remainder, too. */
  private static String calculated(PipeArguments arguments, PipeValue value) throws PipeRefusal {
    String operator = arguments.text(0, "", "Missing operator");
    long right = arguments.number(1, "", "Missing parameters");
    boolean divides = operator.equals("/") || operator.equals("%");
    if (divides && right <= 0) {
      throw new PipeRefusal(
          operator.equals("/")
              ? "Division must be by positive integer"
              : "Modulo must be by positive integer");
    }
    if (value.binary() && operator.equals("%")) {
      return Long.toUnsignedString(Long.remainderUnsigned(lastEight(value.bytes()), right));
    }
    long left;
    try {
      left = Long.parseLong(value.bytes());
      return String.valueOf(
          switch (operator) {
            case "+" -> Math.addExact(left, right);
            case "-" -> Math.subtractExact(left, right);
            case "*" -> Math.multiplyExact(left, right);
            case "/" -> left / right;
            case "%" -> left % right;
            default -> throw new PipeRefusal("Missing operator");
          });
    } catch (NumberFormatException e) {
      throw new PipeRefusal(NUMBER);
    } catch (ArithmeticException e) {
      throw new PipeRefusal("The result is too large");
    }
  }

  private static long lastEight(String bytes) {
    long number = 0;
    for (int i = Math.max(0, bytes.length() - Long.BYTES); i < bytes.length(); i++) {
      number = number << 8 | bytes.charAt(i);
    }
    return number;
  }
}

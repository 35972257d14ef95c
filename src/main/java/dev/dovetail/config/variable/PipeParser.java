package dev.dovetail.config.variable;

import dev.dovetail.config.syntax.Quoting;
import dev.dovetail.config.variable.PipeCall.Argument;
import dev.dovetail.config.variable.PipeCall.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads what stands in the braces of {@code %&#123;name | filter(arguments) + 1&#125;}. */
final class PipeParser {

  private static final String OPERATORS = "+-*/%";

  private final String text;
  private int at;

  /**
   * @param start behind the opening brace
   */
  PipeParser(String text, int start) {
    this.text = text;
    this.at = start;
  }

  /** Behind the closing brace, once {@link #parse} is through. */
  int end() {
    return at;
  }

  /**
   * @return the steps; none for empty braces
   * @throws PipeRefusal if there is no such syntax
   */
  List<PipeCall> parse() throws PipeRefusal {
    List<PipeCall> calls = new ArrayList<>();
    while (true) {
      if (peek() != '|' && peek() != '}') {
        calls.add(call());
        if (OPERATORS.indexOf(peek()) >= 0) {
          calls.add(calculation());
        }
      }
      char next = peek();
      at++;
      if (next == '}') {
        return calls;
      }
      if (next != '|') {
        throw unexpected(next);
      }
    }
  }

  private PipeCall call() throws PipeRefusal {
    String name = name();
    List<Argument> arguments = new ArrayList<>();
    if (peek() == '(') {
      do {
        at++;
        arguments.add(argument());
      } while (peek() == ',');
      expect(')');
    }
    return new PipeCall(name, List.copyOf(arguments));
  }

  /** {@code + 1}: what the filter {@code calculate} does. */
  private PipeCall calculation() throws PipeRefusal {
    Argument operator = new Argument("", Kind.TEXT, String.valueOf(peek()));
    at++;
    Argument operand = argument();
    if (operand.kind() == Kind.TEXT || !operand.key().isEmpty()) {
      throw new PipeRefusal("syntax error: a number or a variable must follow the operator");
    }
    return new PipeCall("calculate", List.of(operator, operand));
  }

  private Argument argument() throws PipeRefusal {
    char first = peek();
    if (first == '\'' || first == '"') {
      return new Argument("", Kind.TEXT, quoted(first));
    }
    if (first == '-' || isDigit(first)) {
      return new Argument("", Kind.NUMBER, number());
    }
    String name = name();
    if (peek() != '=') {
      return new Argument("", Kind.VARIABLE, name);
    }
    at++;
    Argument value = argument();
    if (!value.key().isEmpty()) {
      throw unexpected('=');
    }
    return new Argument(name, value.kind(), value.text());
  }

  private String name() throws PipeRefusal {
    char first = peek();
    int start = at;
    if (!isLetter(first)) {
      throw unexpected(first);
    }
    while (at < text.length() && isInName(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  private String number() throws PipeRefusal {
    StringBuilder digits = new StringBuilder();
    if (peek() == '-') {
      digits.append('-');
      at++;
    }
    for (char c = peek();
        at < text.length() && isDigit(c);
        c = at < text.length() ? text.charAt(at) : 0) {
      digits.append(c);
      at++;
    }
    try {
      return String.valueOf(Long.parseLong(digits.toString()));
    } catch (NumberFormatException e) {
      throw new PipeRefusal("syntax error: Not a number");
    }
  }

  /** The bytes of a quoted text, with what backslashes stand for. */
  private String quoted(char quote) throws PipeRefusal {
    at++;
    StringBuilder plain = new StringBuilder();
    while (at < text.length() && text.charAt(at) != quote) {
      char c = text.charAt(at);
      if (c == '\\') {
        plain.append(escaped());
      } else {
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != quote && text.charAt(end) != '\\') {
          end++;
        }
        plain.append(bytes(text.substring(at, end)));
        at = end;
      }
    }
    if (at >= text.length()) {
      throw new PipeRefusal("syntax error: the closing quote is missing");
    }
    at++;
    return plain.toString();
  }

  private char escaped() throws PipeRefusal {
    int start = at + 1;
    char c = start < text.length() ? text.charAt(start) : 0;
    at = start + 1;
    switch (c) {
      case '\\', '\'', '"':
        return c;
      case 't':
        return '\t';
      case 'r':
        return '\r';
      case 'n':
        return '\n';
      default:
        boolean hex = c == 'x';
        int from = hex ? at : start;
        at = from;
        while (at < text.length()
            && at < from + (hex ? 2 : 3)
            && Character.digit(text.charAt(at), hex ? 16 : 8) >= 0) {
          at++;
        }
        int code =
            at == from || hex && at < from + 2
                ? -1
                : Integer.parseInt(text.substring(from, at), hex ? 16 : 8);
        if (code < 0 || code > 0xff) {
          throw new PipeRefusal("syntax error: Invalid character escape");
        }
        return (char) code;
    }
  }

  /** The next character that is no blank; 0 at the end. */
  private char peek() {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }

  private void expect(char wanted) throws PipeRefusal {
    char found = peek();
    if (found != wanted) {
      throw unexpected(found);
    }
    at++;
  }

  private static PipeRefusal unexpected(char found) {
    return new PipeRefusal(
        found == 0
            ? "syntax error: the closing brace is missing"
            : "syntax error: unexpected '" + Quoting.forMessage(String.valueOf(found)) + "'");
  }

  private static boolean isInName(char c) {
    return isLetter(c) || isDigit(c) || "_/;:.-".indexOf(c) >= 0;
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** The UTF-8 of a text, one character for each byte. */
  static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  static String characters(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}

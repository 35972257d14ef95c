package dev.dovetail.cli.output;

import java.util.List;

/** {@code [{"key":"value",…},…]}, all values strings, no newline at the end. */
final class JsonFormatter implements Formatter {
  private final List<Column> columns;
  private final TextSink out;
  private boolean first = true;

  JsonFormatter(List<Column> columns, TextSink out) {
    this.columns = columns;
    this.out = out;
  }

  @Override
  public void row(List<String> values) {
    StringBuilder text = new StringBuilder(first ? "[{" : ",{");
    first = false;
    for (int i = 0; i < columns.size(); i++) {
      if (i > 0) {
        text.append(',');
      }
      appendString(text, columns.get(i).key());
      text.append(':');
      appendString(text, values.get(i));
    }
    out.write(text.append('}').toString());
  }

  @Override
  public void close() {
    out.write(first ? "[]" : "]");
  }

  private static void appendString(StringBuilder text, String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\b' -> text.append("\\b");
        case '\f' -> text.append("\\f");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> appendCharacter(text, c);
      }
    }
    text.append('"');
  }

  private static void appendCharacter(StringBuilder text, char c) {
    if (c >= ' ') {
      text.append(c);
    } else {
      text.append("\\u00").append(Character.forDigit(c >> 4, 16));
      text.append(Character.forDigit(c & 15, 16));
    }
  }
}

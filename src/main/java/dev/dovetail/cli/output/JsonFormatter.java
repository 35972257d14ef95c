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
      JsonText.appendString(text, columns.get(i).key());
      text.append(':');
      JsonText.appendString(text, values.get(i));
    }
    out.write(text.append('}').toString());
  }

  @Override
  public void close() {
    out.write(first ? "[]" : "]");
  }
}

package dev.dovetail.cli.output;

import java.util.List;

/** {@code title: value} lines; rows are separated by a line with a form feed. */
final class PagerFormatter implements Formatter {
  private final List<Column> columns;
  private final TextSink out;
  private boolean first = true;

  PagerFormatter(List<Column> columns, TextSink out) {
    this.columns = columns;
    this.out = out;
  }

  @Override
  public void row(List<String> values) {
    StringBuilder text = new StringBuilder();
    if (!first) {
      text.append("\f\n");
    }
    first = false;
    for (int i = 0; i < columns.size(); i++) {
      if (!columns.get(i).hidden()) {
        text.append(columns.get(i).title()).append(": ");
      }
      text.append(values.get(i)).append('\n');
    }
    out.write(text.toString());
  }

  @Override
  public void close() {}
}

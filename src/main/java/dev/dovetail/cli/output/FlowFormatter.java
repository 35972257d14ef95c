package dev.dovetail.cli.output;

import java.util.List;

/** {@code title=value title=value}, a row a line; hidden titles are left out. */
final class FlowFormatter implements Formatter {
  private final List<Column> columns;
  private final TextSink out;

  FlowFormatter(List<Column> columns, TextSink out) {
    this.columns = columns;
    this.out = out;
  }

  @Override
  public void row(List<String> values) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      if (i > 0) {
        line.append(' ');
      }
      if (!columns.get(i).hidden()) {
        line.append(columns.get(i).title()).append('=');
      }
      line.append(values.get(i));
    }
    out.write(line.append('\n').toString());
  }

  @Override
  public void close() {}
}

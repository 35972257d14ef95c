package dev.dovetail.cli.output;

import java.util.ArrayList;
import java.util.List;

/** A title line and rows, joined by TAB, nothing escaped. Titles come even if there are no rows. */
final class TabFormatter implements Formatter {
  private final List<Column> columns;
  private final TextSink out;
  private boolean titlesDue;

  TabFormatter(List<Column> columns, boolean hideTitles, TextSink out) {
    this.columns = columns;
    this.out = out;
    titlesDue = !hideTitles;
  }

  @Override
  public void row(List<String> values) {
    writeTitles();
    out.write(String.join("\t", values) + "\n");
  }

  @Override
  public void close() {
    writeTitles();
  }

  private void writeTitles() {
    if (titlesDue) {
      titlesDue = false;
      List<String> titles = new ArrayList<>();
      for (Column column : columns) {
        titles.add(column.title());
      }
      out.write(String.join("\t", titles) + "\n");
    }
  }
}

package dev.dovetail.cli.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Columns padded to a common width, the last one too. Widths come from the first hundred rows; what
 * is longer overflows, nothing is cut.
 */
final class TableFormatter implements Formatter {
  private static final int SAMPLE = 100;
  private static final int MIN_WIDTH = 30;

  private final List<Column> columns;
  private final boolean hideTitles;
  private final int width;
  private final TextSink out;
  private final List<List<String>> sample = new ArrayList<>();
  private int[] widths;

  TableFormatter(List<Column> columns, boolean hideTitles, int width, TextSink out) {
    this.columns = columns;
    this.hideTitles = hideTitles;
    this.width = Math.max(width, MIN_WIDTH);
    this.out = out;
  }

  @Override
  public void row(List<String> values) {
    if (widths != null) {
      writeRow(values);
      return;
    }
    sample.add(List.copyOf(values));
    if (sample.size() == SAMPLE) {
      begin();
    }
  }

  @Override
  public void close() {
    if (widths == null && !columns.isEmpty()) {
      begin();
    }
  }

  private void begin() {
    calculateWidths();
    if (!hideTitles && !allHidden()) {
      List<String> titles = new ArrayList<>();
      for (Column column : columns) {
        titles.add(column.title());
      }
      writeRow(titles);
    }
    for (List<String> values : sample) {
      writeRow(values);
    }
    sample.clear();
  }

  private boolean allHidden() {
    for (Column column : columns) {
      if (!column.hidden()) {
        return false;
      }
    }
    return true;
  }

  private void calculateWidths() {
    widths = new int[columns.size()];
    int total = columns.size() - 1;
    for (int i = 0; i < widths.length; i++) {
      // A title that is not shown has its width all the same, as with doveadm.
      widths[i] = length(columns.get(i).title());
      for (List<String> values : sample) {
        widths[i] = Math.max(widths[i], length(values.get(i)));
      }
      total += widths[i];
    }
    if (total < width) {
      widths[expandable()] += (width - total) / 2;
    } else if (total > width) {
      shrink(total - width);
    }
  }

  private int expandable() {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).expandable()) {
        return i;
      }
    }
    return columns.size() - 1;
  }

  /** One pass from the right; a column gives half of what it can spare, or just what is needed. */
  private void shrink(int excess) {
    int rest = excess;
    for (int i = widths.length - 1; i >= 0 && rest > 0; i--) {
      int spare = widths[i] - shortest(i);
      int given = spare >= rest ? rest : spare > 0 ? Math.max(1, spare / 2) : 0;
      widths[i] -= given;
      rest -= given;
    }
  }

  private int shortest(int column) {
    int shortest = Integer.MAX_VALUE;
    for (List<String> values : sample) {
      shortest = Math.min(shortest, length(values.get(column)));
    }
    return Math.min(shortest, length(columns.get(column).title()));
  }

  private void writeRow(List<String> values) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      if (i > 0) {
        line.append(' ');
      }
      String value = values.get(i);
      line.append(value);
      char[] padding = new char[Math.max(0, widths[i] - length(value))];
      Arrays.fill(padding, ' ');
      line.append(padding);
    }
    out.write(line.append('\n').toString());
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}

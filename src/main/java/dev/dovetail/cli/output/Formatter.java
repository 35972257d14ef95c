package dev.dovetail.cli.output;

import java.util.List;

/** Lays rows out. Not thread-safe. {@link #close} must be called, also if there were no rows. */
public interface Formatter extends AutoCloseable {

  /**
   * Adds a row.
   *
   * @param values one for each column
   */
  void row(List<String> values);

  /** Writes what is still held back; standard output stays open. */
  @Override
  void close();

  /** Whether {@code name} is a formatter. */
  static boolean exists(String name) {
    return switch (name) {
      case "flow", "tab", "table", "pager", "json" -> true;
      default -> false;
    };
  }

  /**
   * Makes the formatter called {@code name}.
   *
   * @param width of the terminal, in characters
   */
  static Formatter of(
      String name, List<Column> columns, boolean hideTitles, int width, Appendable out) {
    TextSink sink = new TextSink(out);
    return switch (name) {
      case "flow" -> new FlowFormatter(columns, sink);
      case "tab" -> new TabFormatter(columns, hideTitles, sink);
      case "table" -> new TableFormatter(columns, hideTitles, width, sink);
      case "pager" -> new PagerFormatter(columns, sink);
      case "json" -> new JsonFormatter(columns, sink);
      default -> throw new IllegalArgumentException("Unknown print formatter: " + name);
    };
  }
}

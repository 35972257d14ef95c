package dev.dovetail.cli;

import dev.dovetail.log.Log;
import dev.dovetail.text.TabEscaping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a worker tells root how a sync has ended, in a few fields: by lines on the channel for log
 * lines, behind the dsync stream. There are several for a user with many mailboxes, because no line
 * there is longer than 64 KiB.
 */
final class WorkerReport implements Log {
  private static final String PART = "\u0001part\t";
  private static final String END = "\u0001end\t";

  /** Characters, of up to four bytes. */
  private static final int MAX_PART = 8 * 1024;

  private final StringBuilder parts = new StringBuilder();
  private final Consumer<String> others;
  private volatile List<String> fields;

  /**
   * @param others gets the other lines
   */
  WorkerReport(Consumer<String> others) {
    this.others = others;
  }

  static List<String> lines(String... fields) {
    String text = Stream.of(fields).map(TabEscaping::escape).collect(Collectors.joining("\t"));
    List<String> lines = new ArrayList<>();
    int start = 0;
    while (text.length() - start > MAX_PART) {
      boolean splits = Character.isHighSurrogate(text.charAt(start + MAX_PART - 1));
      int end = start + MAX_PART - (splits ? 1 : 0);
      lines.add(PART + text.substring(start, end));
      start = end;
    }
    lines.add(END + text.substring(start));
    return lines;
  }

  /** Empty if the worker has gone without a word. */
  Optional<List<String>> fields() {
    return Optional.ofNullable(fields);
  }

  @Override
  public void info(String message) {
    if (message.startsWith(PART)) {
      parts.append(message, PART.length(), message.length());
    } else if (message.startsWith(END)) {
      parts.append(message, END.length(), message.length());
      fields = Stream.of(parts.toString().split("\t", -1)).map(TabEscaping::unescape).toList();
    } else {
      others.accept(message);
    }
  }

  /** The worker's standard error has the same. */
  @Override
  public void error(String message) {}

  @Override
  public void warning(String message) {}

  @Override
  public boolean debugEnabled() {
    return false;
  }

  @Override
  public void debug(Supplier<String> message) {}
}

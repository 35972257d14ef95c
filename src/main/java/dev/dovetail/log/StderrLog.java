package dev.dovetail.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.function.Supplier;

/**
 * Writes {@code <prefix><Type>: <text>} lines (doveadm-interfaces 1.2). Each line is one write, so
 * that lines of several threads and processes do not mix. Thread-safe.
 */
public final class StderrLog implements Log {
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  private final Sink sink;
  private final String prefix;
  private final boolean debug;

  /**
   * @param out standard error; never closed
   * @param debug whether debug lines are shown; then every line also gets a time stamp
   */
  public StderrLog(OutputStream out, boolean debug) {
    this(new Sink(out), "", debug);
  }

  private StderrLog(Sink sink, String prefix, boolean debug) {
    this.sink = sink;
    this.prefix = prefix;
    this.debug = debug;
  }

  @Override
  public StderrLog withPrefix(String newPrefix) {
    return new StderrLog(sink, newPrefix, debug);
  }

  /** The log of a run with {@code -D}. */
  public StderrLog withDebug() {
    return new StderrLog(sink, prefix, true);
  }

  @Override
  public void error(String message) {
    line("Error: ", message);
  }

  @Override
  public void warning(String message) {
    line("Warning: ", message);
  }

  @Override
  public void info(String message) {
    line("Info: ", message);
  }

  /** A failure that ends the run at once. */
  public void fatal(String message) {
    line("Fatal: ", message);
  }

  @Override
  public boolean debugEnabled() {
    return debug;
  }

  @Override
  public void debug(Supplier<String> message) {
    if (debug) {
      line("Debug: ", message.get());
    }
  }

  /** A line as it stands: a usage text, or what another process has already formed. */
  public void raw(String text) {
    sink.write(text + "\n");
  }

  /** Says a last word; whatever anybody still has to say is dropped. */
  public void lastWarning(String message) {
    line("Warning: ", message);
    sink.close();
  }

  private void line(String type, String message) {
    sink.write((debug ? timestamp() : "") + prefix + type + oneLine(message) + "\n");
  }

  /** A line feed in a name must not look like the next line of the log. */
  private static String oneLine(String message) {
    if (message == null) {
      return "(no reason known)";
    }
    for (int i = 0; i < message.length(); i++) {
      if (message.charAt(i) < ' ') {
        return withoutControls(message);
      }
    }
    return message;
  }

  private static String withoutControls(String message) {
    StringBuilder text = new StringBuilder(message);
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ') {
        text.setCharAt(i, text.charAt(i) == '\t' ? ' ' : '?');
      }
    }
    return text.toString();
  }

  /** {@code Nov 23 22:45:27 }: the default of {@code log_timestamp}. */
  private static String timestamp() {
    LocalDateTime now = LocalDateTime.now(ZoneId.systemDefault());
    int month = 3 * (now.getMonthValue() - 1);
    StringBuilder text = new StringBuilder(16);
    text.append(MONTHS, month, month + 3);
    appendTwo(text, ' ', now.getDayOfMonth());
    appendTwo(text, ' ', now.getHour());
    appendTwo(text, ':', now.getMinute());
    appendTwo(text, ':', now.getSecond());
    return text.append(' ').toString();
  }

  private static void appendTwo(StringBuilder text, char before, int number) {
    text.append(before).append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }

  /** What all logs of one run write to. */
  private static final class Sink {
    private final OutputStream out;
    private boolean closed;

    Sink(OutputStream out) {
      this.out = out;
    }

    synchronized void write(String text) {
      if (closed) {
        return;
      }
      try {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
      } catch (IOException e) {
        // There is nobody left to tell.
        closed = true;
      }
    }

    synchronized void close() {
      closed = true;
    }
  }
}

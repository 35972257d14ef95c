package dev.dovetail.log;

import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Writes {@code <prefix><Type>: <text>} lines to standard error (doveadm-interfaces 1.2), or where
 * {@link #redirect} says. Thread-safe.
 */
public final class StderrLog implements Log {
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

  @Override
  public StderrLog withDebug() {
    return new StderrLog(sink, prefix, true);
  }

  /** From now on debug runs put the time in front of each line, in this format. */
  public void stamp(TimestampFormat format) {
    sink.stamp(format);
  }

  /**
   * From now on all lines of this run go where the configuration says.
   *
   * @throws IOException if it cannot be opened; lines go where they went
   * @throws IllegalArgumentException if there is no such syslog facility
   */
  public void redirect(LogSettings settings) throws IOException {
    sink.redirect(settings);
  }

  @Override
  public void error(String message) {
    line(LineType.ERROR, message);
  }

  @Override
  public void warning(String message) {
    line(LineType.WARNING, message);
  }

  @Override
  public void info(String message) {
    line(LineType.INFO, message);
  }

  /** A failure that ends the run at once. */
  public void fatal(String message) {
    line(LineType.FATAL, message);
  }

  @Override
  public boolean debugEnabled() {
    return debug;
  }

  @Override
  public void debug(Supplier<String> message) {
    if (debug) {
      line(LineType.DEBUG, message.get());
    }
  }

  /** A line as it stands, on standard error: a usage text, for example. */
  public void raw(String text) {
    sink.raw(text);
  }

  /** A line that another process of ours has formed, prefix and type included. */
  public void passOn(String line) {
    sink.write(LineType.in(line), line, debug);
  }

  /** Says a last word; whatever anybody still has to say is dropped. */
  public void lastWarning(String message) {
    line(LineType.WARNING, message);
    sink.close();
  }

  private void line(LineType type, String message) {
    sink.write(type, prefix + type.text() + oneLine(message), debug);
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

  /** What all logs of one run write to. */
  private static final class Sink {
    private final OutputStream out;
    private final LogTarget stderr;
    private Map<LineType, LogTarget> targets = Map.of();
    private TimestampFormat format;
    private boolean closed;

    Sink(OutputStream out) {
      this.out = out;
      this.stderr = new StreamTarget(out);
    }

    synchronized void stamp(TimestampFormat newFormat) {
      format = newFormat;
    }

    synchronized void redirect(LogSettings settings) throws IOException {
      TimestampFormat stamps = new TimestampFormat(settings.timestamp());
      Supplier<String> now = () -> stamps.text(time());
      targets = settings.open(new StreamTarget(out, now), now);
    }

    synchronized void write(LineType type, String line, boolean stamped) {
      if (closed) {
        return;
      }
      LogTarget target = targets.get(type);
      if (target != null) {
        try {
          target.write(type, line);
          return;
        } catch (IOException e) {
          targets = Map.of();
          raw("Error: Writing the log failed, going on here: " + e.getMessage());
        }
      }
      boolean shown = stamped && format != null;
      raw(shown ? format.text(time()) + line : line);
    }

    private static ZonedDateTime time() {
      return ZonedDateTime.now(ZoneId.systemDefault());
    }

    synchronized void raw(String text) {
      if (closed) {
        return;
      }
      try {
        stderr.write(LineType.INFO, text);
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

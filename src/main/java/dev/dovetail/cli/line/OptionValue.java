package dev.dovetail.cli.line;

import dev.dovetail.config.syntax.TimeInterval;
import dev.dovetail.mail.Guid128;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;

/** Values of options that have a form (doveadm-interfaces 1.4). */
public final class OptionValue {
  private static final int MAX_DIGITS = 18;
  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
  private static final String SIZE_UNITS = "bkmgt";
  private static final String SYSTEM_FLAGS =
      "\\answered \\flagged \\deleted \\seen \\draft \\recent ";

  private OptionValue() {}

  /**
   * A number of seconds for {@code -l} or {@code -T}.
   *
   * <p>Deviation: doveadm ignores a value that is no number; here it is an error.
   */
  public static long seconds(char letter, String text) throws UsageException {
    boolean negative = text.startsWith("-");
    long number = digits(negative ? text.substring(1) : text);
    if (number < 0) {
      throw new UsageException(
          ExitCode.USAGE, "Fatal: Invalid -" + letter + " parameter: " + text + ": not a number");
    }
    if (negative && number > 0 || number > Integer.MAX_VALUE) {
      throw UsageException.fatal(
          "Invalid -"
              + letter
              + " parameter: "
              + Long.toUnsignedString(negative ? -number : number));
    }
    return number;
  }

  /** {@code --jobs}: at least 1. */
  public static int jobs(String text) throws UsageException {
    long number = digits(text);
    if (number < 1 || number > 1000) {
      throw new UsageException(
          ExitCode.USAGE, "Fatal: Invalid --jobs parameter: " + text + ": not from 1 to 1000");
    }
    return (int) number;
  }

  /** {@code -g}. */
  public static Guid128 guid(String text) throws UsageException {
    Guid128 guid;
    try {
      guid = Guid128.parse(text);
    } catch (IllegalArgumentException e) {
      guid = Guid128.EMPTY;
    }
    if (guid.isEmpty()) {
      throw UsageException.fatal("Invalid -g parameter: " + text);
    }
    return guid;
  }

  /**
   * {@code -t} and {@code -e}: a day at local midnight, an IMAP date (in UTC), a time stamp, or an
   * interval before {@code now}.
   *
   * <p>Deviation: doveadm's local midnight ignores daylight saving time.
   *
   * @param now seconds since the epoch
   * @return seconds since the epoch, at least 1
   */
  public static long date(char letter, String text, long now) throws UsageException {
    long time = digits(text);
    if (time < 0) {
      time = localDay(text);
    }
    if (time < 0) {
      time = imapDate(text);
    }
    if (time < 0) {
      long interval = interval(text);
      time = interval < 0 || interval > now ? -1 : now - interval;
    }
    if (time < 0) {
      throw UsageException.fatal("Invalid -" + letter + " parameter: " + text);
    }
    return Math.max(time, 1);
  }

  /** {@code -I}: digits and an optional unit, powers of 1024. */
  public static long size(String text) throws UsageException {
    int end = digitsEnd(text);
    long number = digits(text.substring(0, end));
    int power = power(text.substring(end).strip().toLowerCase(Locale.ROOT));
    if (number < 0 || power < 0 || number > Long.MAX_VALUE >> 10 * power) {
      throw UsageException.fatal("Invalid -I parameter '" + text + "': Invalid size: " + text);
    }
    return number << 10 * power;
  }

  /** {@code -O}: one flag or keyword, {@code -} in front negates it. */
  public static String flag(String text) throws UsageException {
    if (text.indexOf(' ') >= 0) {
      throw UsageException.fatal("-O parameter doesn't support multiple flags currently");
    }
    String name = text.startsWith("-") ? text.substring(1) : text;
    if (name.startsWith("\\") && !SYSTEM_FLAGS.contains(name.toLowerCase(Locale.ROOT) + " ")) {
      throw UsageException.fatal(
          "Invalid system flag given for -O parameter: '" + name.replace("\\", "\\\\") + "'");
    }
    return text;
  }

  private static long localDay(String text) {
    if (text.length() != 10 || text.charAt(4) != '-' || text.charAt(7) != '-') {
      return -1;
    }
    long year = digits(text.substring(0, 4));
    long month = digits(text.substring(5, 7));
    long day = digits(text.substring(8));
    if (year < 1970 || month < 1 || month > 12 || day < 1 || day > 31) {
      return -1;
    }
    // 31 November is 1 December, as in doveadm.
    LocalDate date = LocalDate.of((int) year, (int) month, 1).plusDays(day - 1);
    return date.atStartOfDay(ZoneId.systemDefault()).toEpochSecond();
  }

  private static long imapDate(String text) {
    String trimmed = text.strip();
    int first = trimmed.indexOf('-');
    int second = trimmed.indexOf('-', first + 1);
    if (first < 1 || first > 2 || second != first + 4 || trimmed.length() != second + 5) {
      return -1;
    }
    long day = digits(trimmed.substring(0, first));
    int month = MONTHS.indexOf(trimmed.substring(first + 1, second).toLowerCase(Locale.ROOT));
    long year = digits(trimmed.substring(second + 1));
    if (day < 1 || day > 31 || month < 0 || month % 3 != 0 || year < 1970) {
      return -1;
    }
    LocalDate date = LocalDate.of((int) year, month / 3 + 1, 1).plusDays(day - 1);
    return date.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
  }

  /** Seconds; -1 for what is no interval with a unit. */
  private static long interval(String text) {
    try {
      long seconds = TimeInterval.seconds(text);
      return digitsEnd(text) == text.length() ? -1 : seconds;
    } catch (IllegalArgumentException e) {
      return -1;
    }
  }

  private static int power(String unit) {
    if (unit.isEmpty()) {
      return 0;
    }
    int power = SIZE_UNITS.indexOf(unit.charAt(0));
    String rest = unit.substring(1);
    boolean known =
        rest.isEmpty() || power > 0 && (rest.equals("b") || rest.equals("ib") || rest.equals("i"));
    return known ? power : -1;
  }

  private static int digitsEnd(String text) {
    int end = 0;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  /** The value of one to eighteen decimal digits, else -1. */
  private static long digits(String text) {
    if (text.isEmpty() || text.length() > MAX_DIGITS || digitsEnd(text) != text.length()) {
      return -1;
    }
    return Long.parseLong(text);
  }
}

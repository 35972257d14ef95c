package dev.dovetail.log;

import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.TimeZone;

/** A {@code log_timestamp}: a strftime format, in the C locale, and {@code %{usecs}}. */
public final class TimestampFormat {
  private static final String MICROSECONDS = "%{usecs}";
  private static final int WEEK = 7;
  private static final int NOON = 12;

  private final String format;

  public TimestampFormat(String format) {
    this.format = format;
  }

  /** {@code time} in this format; what is no conversion stays as it is. */
  public String text(ZonedDateTime time) {
    StringBuilder text = new StringBuilder();
    append(format, time, text);
    return text.toString();
  }

  private static void append(String format, ZonedDateTime time, StringBuilder text) {
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%' || i + 1 == format.length()) {
        text.append(c);
      } else if (format.startsWith(MICROSECONDS, i)) {
        padded(text, time.get(ChronoField.MICRO_OF_SECOND), 6, '0');
        i += MICROSECONDS.length() - 1;
      } else {
        convert(format.charAt(++i), time, text);
      }
    }
  }

  private static void convert(char conversion, ZonedDateTime time, StringBuilder text) {
    switch (conversion) {
      case 'D', 'x' -> append("%m/%d/%y", time, text);
      case 'F' -> append("%Y-%m-%d", time, text);
      case 'R' -> append("%H:%M", time, text);
      case 'T', 'X' -> append("%H:%M:%S", time, text);
      case 'c' -> append("%a %b %e %H:%M:%S %Y", time, text);
      case 'r' -> append("%I:%M:%S %p", time, text);
      case 'n' -> text.append('\n');
      case 't' -> text.append('\t');
      case '%' -> text.append('%');
      default -> {
        if (!appendClock(conversion, time, text) && !appendDay(conversion, time, text)) {
          text.append('%').append(conversion);
        }
      }
    }
  }

  private static boolean appendClock(char conversion, ZonedDateTime time, StringBuilder text) {
    int hour12 = time.getHour() % NOON == 0 ? NOON : time.getHour() % NOON;
    String half = time.getHour() < NOON ? "AM" : "PM";
    switch (conversion) {
      case 'H' -> padded(text, time.getHour(), 2, '0');
      case 'I' -> padded(text, hour12, 2, '0');
      case 'k' -> padded(text, time.getHour(), 2, ' ');
      case 'l' -> padded(text, hour12, 2, ' ');
      case 'M' -> padded(text, time.getMinute(), 2, '0');
      case 'S' -> padded(text, time.getSecond(), 2, '0');
      case 'p' -> text.append(half);
      case 'P' -> text.append(half.toLowerCase(Locale.ROOT));
      case 's' -> text.append(time.toEpochSecond());
      case 'z' -> text.append(offset(time));
      case 'Z' -> text.append(zone(time));
      default -> {
        return false;
      }
    }
    return true;
  }

  private static boolean appendDay(char conversion, ZonedDateTime time, StringBuilder text) {
    int weekday = time.getDayOfWeek().getValue();
    int day = time.getDayOfYear() - 1;
    switch (conversion) {
      case 'a' -> text.append(time.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH));
      case 'A' -> text.append(time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
      case 'b', 'h' -> text.append(month(time, TextStyle.SHORT));
      case 'B' -> text.append(month(time, TextStyle.FULL));
      case 'C' -> padded(text, time.getYear() / 100, 2, '0');
      case 'd' -> padded(text, time.getDayOfMonth(), 2, '0');
      case 'e' -> padded(text, time.getDayOfMonth(), 2, ' ');
      case 'g' -> padded(text, time.get(IsoFields.WEEK_BASED_YEAR) % 100, 2, '0');
      case 'G' -> text.append(time.get(IsoFields.WEEK_BASED_YEAR));
      case 'j' -> padded(text, day + 1, 3, '0');
      case 'm' -> padded(text, time.getMonthValue(), 2, '0');
      case 'u' -> text.append(weekday);
      case 'w' -> text.append(weekday % WEEK);
      case 'U' -> padded(text, (day + WEEK - weekday % WEEK) / WEEK, 2, '0');
      case 'W' -> padded(text, (day + WEEK - (weekday - 1)) / WEEK, 2, '0');
      case 'V' -> padded(text, time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2, '0');
      case 'y' -> padded(text, time.getYear() % 100, 2, '0');
      case 'Y' -> text.append(time.getYear());
      default -> {
        return false;
      }
    }
    return true;
  }

  private static String month(ZonedDateTime time, TextStyle style) {
    return time.getMonth().getDisplayName(style, Locale.ENGLISH);
  }

  private static String offset(ZonedDateTime time) {
    String id = time.getOffset().getId();
    return id.equals("Z") ? "+0000" : id.replace(":", "");
  }

  private static String zone(ZonedDateTime time) {
    boolean summer = time.getZone().getRules().isDaylightSavings(time.toInstant());
    return TimeZone.getTimeZone(time.getZone())
        .getDisplayName(summer, TimeZone.SHORT, Locale.ENGLISH);
  }

  private static void padded(StringBuilder text, int number, int width, char fill) {
    String digits = Integer.toString(number);
    for (int i = digits.length(); i < width; i++) {
      text.append(fill);
    }
    text.append(digits);
  }
}

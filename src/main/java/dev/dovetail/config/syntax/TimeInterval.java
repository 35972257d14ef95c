package dev.dovetail.config.syntax;

import java.util.Locale;

/** A length of time as Dovecot writes it: {@code 10 secs}, {@code 5m}, {@code 1 day}. */
public final class TimeInterval {
  private static final String[] UNITS = {
    "secs", "seconds", "mins", "minutes", "hours", "days", "weeks"
  };
  private static final int[] UNIT_SECONDS = {1, 1, 60, 60, 3600, 86_400, 604_800};
  private static final int MAX_DIGITS = 10;

  private TimeInterval() {}

  /**
   * Its seconds; units may be cut short.
   *
   * @throws IllegalArgumentException in Dovecot's words, if it is none, or not of whole seconds
   */
  public static long seconds(String text) {
    int end = 0;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    String unit = text.substring(end).strip().toLowerCase(Locale.ROOT);
    if (end == 0) {
      throw refused("Invalid time interval: ", text);
    }
    long number = end > MAX_DIGITS ? Long.MAX_VALUE : Long.parseLong(text.substring(0, end));
    if (unit.isEmpty() && number != 0) {
      throw new IllegalArgumentException(
          "Time interval '"
              + Quoting.forMessage(text)
              + "' is missing units (add e.g. 's' for seconds)");
    }
    if (number > Integer.MAX_VALUE) {
      throw refused("Time interval is too large: ", text);
    }
    return unit.isEmpty() ? 0 : seconds(number, unit, text);
  }

  private static long seconds(long number, String unit, String text) {
    for (int i = 0; i < UNITS.length; i++) {
      if (UNITS[i].startsWith(unit)) {
        return number * UNIT_SECONDS[i];
      }
    }
    if (!"msecs".startsWith(unit)) {
      throw refused("Invalid time interval: ", text);
    }
    if (number % 1000 != 0) {
      throw refused("Milliseconds not supported for this setting: ", text);
    }
    return number / 1000;
  }

  private static IllegalArgumentException refused(String reason, String text) {
    return new IllegalArgumentException(reason + Quoting.forMessage(text));
  }
}

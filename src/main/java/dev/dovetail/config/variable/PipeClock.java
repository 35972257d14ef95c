package dev.dovetail.config.variable;

import dev.dovetail.config.syntax.Quoting;
import dev.dovetail.log.TimestampFormat;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/**
 * The filters that turn UNIX times, {@code seconds[.nanoseconds]}, into other numbers and dates.
 */
final class PipeClock {

  private PipeClock() {}

  static String apply(PipeCall call, PipeVariables variables, String value) throws PipeRefusal {
    String name = call.name();
    if (name.equals("epoch") || name.equals("from_epoch")) {
      PipeArguments arguments = new PipeArguments(call, variables, 1, "unit");
      int digits = digits(arguments.textOr(0, "unit", "s"), name);
      return name.equals("epoch") ? scaled(value, digits) : unscaled(value, digits);
    }
    boolean iso = name.equals("iso8601");
    PipeArguments arguments =
        iso
            ? new PipeArguments(call, variables, 1, "tz")
            : new PipeArguments(call, variables, 2, "format", "tz");
    String format = iso ? "%Y-%m-%dT%H:%M:%S" : arguments.text(0, "format", "Missing date format");
    String timezone = arguments.textOr(iso ? 0 : 1, "tz", "utc");
    ZonedDateTime time = time(value, zone(timezone, name));
    String text = new TimestampFormat(PipeParser.characters(format)).text(time);
    return PipeParser.bytes(iso ? text + offset(time) : text);
  }

  /** UTC is {@code Z} only where it was asked for. */
  private static String offset(ZonedDateTime time) {
    if (time.getZone().equals(ZoneOffset.UTC)) {
      return "Z";
    }
    String id = time.getOffset().getId();
    return id.equals("Z") ? "+00:00" : id;
  }

  private static int digits(String unit, String filter) throws PipeRefusal {
    return switch (unit) {
      case "s" -> 0;
      case "ms" -> 3;
      case "us" -> 6;
      case "ns" -> 9;
      default ->
          throw new PipeRefusal(
              "Unsupported unit '" + Quoting.forMessage(unit) + "' for '" + filter + "'");
    };
  }

  private static ZoneId zone(String timezone, String filter) throws PipeRefusal {
    return switch (timezone) {
      case "utc", "gmt" -> ZoneOffset.UTC;
      case "local" -> ZoneId.systemDefault();
      default ->
          throw new PipeRefusal(
              "Unsupported timezone '" + Quoting.forMessage(timezone) + "' for '" + filter + "'");
    };
  }

  private static String scaled(String value, int digits) throws PipeRefusal {
    BigDecimal time = timestamp(value).movePointRight(digits);
    return time.setScale(0, RoundingMode.DOWN).toPlainString();
  }

  private static String unscaled(String value, int digits) throws PipeRefusal {
    if (value.indexOf('.') >= 0) {
      throw invalid(value);
    }
    return timestamp(value).movePointLeft(digits).setScale(9, RoundingMode.DOWN).toPlainString();
  }

  private static ZonedDateTime time(String value, ZoneId zone) throws PipeRefusal {
    try {
      return Instant.ofEpochSecond(Long.parseLong(scaled(value, 0))).atZone(zone);
    } catch (NumberFormatException | DateTimeException e) {
      throw invalid(value);
    }
  }

  private static BigDecimal timestamp(String value) throws PipeRefusal {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c != '.' && (c < '0' || c > '9') && (c != '-' || i > 0) || i > 40) {
        throw invalid(value);
      }
    }
    try {
      return new BigDecimal(value);
    } catch (NumberFormatException e) {
      throw invalid(value);
    }
  }

  private static PipeRefusal invalid(String value) {
    return new PipeRefusal("Invalid timestamp '" + Quoting.forMessage(value) + "'");
  }
}

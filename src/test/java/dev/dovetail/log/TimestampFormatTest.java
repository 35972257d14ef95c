package dev.dovetail.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values are those of GNU {@code date} in the C locale. */
class TimestampFormatTest {
  private static final ZonedDateTime TIME =
      ZonedDateTime.of(2027, 1, 3, 0, 5, 9, 1_234_567, ZoneId.of("Europe/Berlin"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '=',
      value = {
        "%b %d %H:%M:%S = Jan 03 00:05:09",
        "%Y-%m-%dT%H:%M:%S.%{usecs}%z = 2027-01-03T00:05:09.001234+0100",
        "%a %A %B %h = Sun Sunday January Jan",
        "%c = Sun Jan  3 00:05:09 2027",
        "%C %y %g %G = 20 27 26 2026",
        "%D %x %F = 01/03/27 01/03/27 2027-01-03",
        "<%e|%k|%l> = < 3| 0|12>",
        "%I %p %P %r = 12 AM am 12:05:09 AM",
        "%j %U %W %V %u %w = 003 01 00 53 7 0",
        "%R %T %X = 00:05 00:05:09 00:05:09",
        "%s %Z = 1798931109 CET",
        "100%% %Q % = 100% %Q %"
      })
  void followsStrftime(String format, String expected) {
    assertThat(new TimestampFormat(format).text(TIME)).isEqualTo(expected);
  }

  @Test
  void mayBeEmpty() {
    assertThat(new TimestampFormat("").text(TIME)).isEmpty();
  }
}

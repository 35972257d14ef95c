package dev.dovetail.config.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The texts are doveconf's. */
class TimeIntervalTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "10s, 10",
    "10 secs, 10",
    "2 mins, 120",
    "5 M, 300",
    "1h, 3600",
    "1 day, 86400",
    "3 weeks, 1814400",
    "2000 msecs, 2"
  })
  void countsSeconds(String text, long seconds) {
    assertThat(TimeInterval.seconds(text)).isEqualTo(seconds);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10|Time interval '10' is missing units (add e.g. 's' for seconds)",
        "500 msecs|Milliseconds not supported for this setting: 500 msecs",
        "infinite|Invalid time interval: infinite",
        "-1s|Invalid time interval: -1s",
        "1.5h|Invalid time interval: 1.5h",
        "1 hour 2 mins|Invalid time interval: 1 hour 2 mins",
        "99999999999s|Time interval is too large: 99999999999s",
        "s|Invalid time interval: s"
      })
  void saysWhatIsNone(String text, String reason) {
    assertThatThrownBy(() -> TimeInterval.seconds(text)).hasMessage(reason);
  }
}

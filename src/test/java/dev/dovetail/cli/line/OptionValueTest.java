package dev.dovetail.cli.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionValueTest {
  private static final long NOW = 1_795_474_617;

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "10,10",
    "10b,10",
    "10B,10",
    "1k,1024",
    "10kb,10240",
    "10KiB,10240",
    "10 k,10240",
    "3MB,3145728",
    "'10 ',10",
    "1T,1099511627776",
    "2g,2147483648"
  })
  void readsSizes(String text, long bytes) throws Exception {
    assertThat(OptionValue.size(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "10x",
        "10P",
        "10bb",
        "10i",
        "-1",
        "1.5M",
        "99999999999999999999",
        "k",
        "99999999999T"
      })
  void rejectsOtherSizes(String text) {
    assertThatThrownBy(() -> OptionValue.size(text))
        .hasMessage("Fatal: Invalid -I parameter '" + text + "': Invalid size: " + text);
  }

  @ParameterizedTest
  @CsvSource({
    "1700000000,1700000000", "10,10", "01-Nov-2026,1793491200", "' 1-nov-2026',1793491200",
    "1 week,1794869817", "5mins,1795474317", "5 mins,1795474317", "1h,1795471017",
    "1 W,1794869817", "10 s,1795474607", "1000msecs,1795474616", "5  minutes,1795474317"
  })
  void readsDates(String text, long time) throws Exception {
    assertThat(OptionValue.date('t', text, NOW)).isEqualTo(time);
  }

  @Test
  void readsDaysInLocalTime() throws Exception {
    long midnight = LocalDate.of(2026, 12, 1).atStartOfDay(ZoneId.systemDefault()).toEpochSecond();
    assertThat(OptionValue.date('e', "2026-12-01", NOW)).isEqualTo(midnight);
    assertThat(OptionValue.date('e', "2026-11-31", NOW)).isEqualTo(midnight);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "notadate",
        "2026-1-2",
        "2026-13-01",
        "2026-11-20x",
        "1 month",
        "10 msecs",
        "5x",
        "now",
        "3 days 2 hours",
        "32-Nov-2026",
        "1-ovd-2026",
        "99999999999999999999",
        "-"
      })
  void rejectsOtherDates(String text) {
    assertThatThrownBy(() -> OptionValue.date('t', text, NOW))
        .hasMessage("Fatal: Invalid -t parameter: " + text);
  }

  @Test
  void failsOnlyAsItShouldWhateverIsTyped() {
    String alphabet = "0123456789-+ .kKmMgGtTbBiIwWhHdDsSNovJan\\é";
    for (long seed = 0; seed < 3000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(14); i > 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      long since = 1;
      long size = 0;
      try {
        since = OptionValue.date('t', text.toString(), NOW);
        size = OptionValue.size(text.toString());
      } catch (UsageException e) {
        assertThat(e.exitCode()).as("seed %d: %s", seed, text).isEqualTo(75);
      }
      assertThat(since).as("seed %d: %s", seed, text).isPositive();
      assertThat(size).as("seed %d: %s", seed, text).isNotNegative();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\Seen", "-\\seen", "$Forwarded", "-junk", "\\Recent", "-", ""})
  void takesOneFlagOrKeyword(String flag) throws Exception {
    assertThat(OptionValue.flag(flag)).isEqualTo(flag);
  }
}

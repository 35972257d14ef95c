package dev.dovetail.cli.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.config.syntax.ConfigException;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitCodeTest {
  @ParameterizedTest
  @CsvSource({
    "USAGE,64",
    "NOT_POSSIBLE,65",
    "NO_USER,67",
    "NOT_FOUND,68",
    "OVER_QUOTA,73",
    "TEMPORARY,75",
    "NO_PERMISSION,77",
    "CONFIGURATION,75"
  })
  void isDoveadmsForEachGrade(Grade grade, int exitCode) {
    assertThat(ExitCode.of(new SyncException(grade, "x"))).isEqualTo(exitCode);
  }

  @ParameterizedTest
  @CsvSource({
    "USAGE,64",
    "DATAERR,65",
    "NOUSER,67",
    "NOTFOUND,68",
    "TEMPFAIL,75",
    "PROTOCOL,76",
    "NOPERM,77",
    "NOREPLICATE,0",
    "CHANGED,2",
    "UNKNOWN,75",
    "'',75",
    "REFERRAL host,75",
    "68,68",
    "0,75",
    "256,75",
    "99999999999,75",
    "-1,75"
  })
  void isWhatADoveadmServersAnswerMeans(String reason, int exitCode) {
    assertThat(ExitCode.ofReply(reason)).isEqualTo(exitCode);
  }

  @Test
  void tellsABrokenConfigurationFromOneThatIsNotThere() {
    assertThat(ExitCode.of(new ConfigException(ConfigException.Kind.BROKEN, "x"))).isEqualTo(89);
    assertThat(ExitCode.of(new ConfigException(ConfigException.Kind.UNREADABLE, "x")))
        .isEqualTo(75);
    assertThat(ExitCode.of(new IOException("x"))).isEqualTo(75);
  }
}

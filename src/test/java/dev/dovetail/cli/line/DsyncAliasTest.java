package dev.dovetail.cli.line;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DsyncAliasTest {

  @ParameterizedTest
  @CsvSource({
    "-u jane mirror tcp:beta,sync -E -u jane tcp:beta",
    "-fRujane backup x:y,backup -E -f -R -u jane x:y",
    "-D -o a=b -v mirror x:y,-D -o a=b -v sync -E x:y",
    "-C _ -m INBOX mirror -u joe ssh host,-o dsync_alt_char=_ sync -E -m INBOX -u joe ssh host",
    "-c f server -u joe,-c f dsync-server -E -u joe"
  })
  void becomesDoveadm(String typed, String expected) throws Exception {
    assertThat(String.join(" ", DsyncAlias.rewrite(typed.split(" ")))).isEqualTo(expected);
  }
}

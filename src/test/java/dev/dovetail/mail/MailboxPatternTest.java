package dev.dovetail.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailboxPatternTest {

  /** What Dovecot 2.3.19.1 left out of a sync with {@code -x}. */
  @ParameterizedTest
  @CsvSource({
    "Work*, Work, true",
    "Work*, Work/Sub, true",
    "Work*, worker, false",
    "work*, Work, false",
    "W?rk, Work, true",
    "W?rk, Wörk, false",
    "W??rk, Wörk, true",
    "W%rk, Work, false",
    "Work/%, Work/Sub, false",
    "A?B, A?B, true",
    "A?B, AxB, true",
    "A\\?B, A?B, false",
    "inbox, INBOX, false",
    "A\\*C, A*C, false",
  })
  void excludesWhatDovecotExcludes(String pattern, String name, boolean expected) {
    assertThat(MailboxPattern.of(pattern).matches(name)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "*, anything, true",
    "*a*b*, xxaxxbxx, true",
    "*a*b, xxaxxbxx, false",
    "a**c, abbc, true",
    "ab, abc, false",
    "abc, ab, false",
    "?, ab, false",
    "*ab, aab, true",
  })
  void triesAllWaysForAStar(String pattern, String name, boolean expected) {
    assertThat(MailboxPattern.of(pattern).matches(name)).isEqualTo(expected);
  }

  @Test
  void matchesTheEmptyNameByStarsOnly() {
    assertThat(MailboxPattern.of("").matches("")).isTrue();
    assertThat(MailboxPattern.of("**").matches("")).isTrue();
    assertThat(MailboxPattern.of("?").matches("")).isFalse();
  }

  @Test
  void doesNotGetLostInManyStars() {
    assertThat(MailboxPattern.of("*a".repeat(500) + "b").matches("a".repeat(5000))).isFalse();
  }
}

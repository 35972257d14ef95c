package dev.dovetail.userdb;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserMaskTest {

  @ParameterizedTest
  @CsvSource({
    "*, anything, true",
    "*@example.com, jane@example.com, true",
    "*@EXAMPLE.com, Jane@example.COM, true",
    "*@example.com, jane@example.org, false",
    "ja?e, jane, true",
    "ja?e, jae, false",
    "j*n*, jane, true",
    "j*n, jane, false",
    "*a*a*, banana, true",
    "É, é, false",
    "jane, jane, true",
    "'', '', true",
    "'', x, false",
    "**, '', true",
  })
  void matchesAsDoveadmDoes(String mask, String name, boolean expected) {
    assertThat(new UserMask(mask).matches(name)).isEqualTo(expected);
  }

  @Test
  void knowsAMaskFromAName() {
    assertThat(UserMask.isMask("ja*")).isTrue();
    assertThat(UserMask.isMask("ja?e")).isTrue();
    assertThat(UserMask.isMask("jane")).isFalse();
  }

  @Test
  void needsNoExponentialTime() {
    assertThat(new UserMask("*a".repeat(50) + "b").matches("a".repeat(5000))).isFalse();
  }
}

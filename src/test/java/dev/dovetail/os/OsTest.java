package dev.dovetail.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OsTest {

  @Test
  void takesTheHostNameFromTheEnvironmentFirst() {
    assertThat(HostName.full(Map.of("DOVECOT_HOSTDOMAIN", "a.example.com")))
        .isEqualTo("a.example.com");
    assertThat(HostName.full(Map.of())).isNotEmpty().doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "vm.example.com|127.0.0.1 other vm.example.com|domain x|vm.example.com",
        "vm|127.0.1.1 vm.example.com vm # me|``|vm.example.com",
        "vm|127.0.1.1 vm vm.example.com|search x|vm",
        "vm|127.0.1.1 vm2.example.com|nameserver 1.1.1.1|vm",
        "vm|#127.0.1.1 vm.example.com vm|search lan example.com|vm.lan",
        "vm|``|domain lan|vm.lan",
        "vm|127.0.1.1|search .|vm",
      })
  void completesAHostName(String name, String hosts, String resolver, String expected) {
    assertThat(HostName.complete(name, hosts, resolver)).isEqualTo(expected);
  }

  @Test
  void readsAsManyRandomBytesAsAsked() throws IOException {
    assertThat(RandomBytes.next(16)).hasSize(16).isNotEqualTo(RandomBytes.next(16));
  }

  @Test
  void knowsWhoRunsThis() throws IOException {
    assertThat(Identity.current().uid())
        .isEqualTo(((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue());
    assertThat(Pid.current()).isEqualTo(ProcessHandle.current().pid());
  }

  @Test
  void findsNumbersOfAccounts() throws IOException {
    assertThat(Accounts.number("root", false)).isZero();
    assertThat(Accounts.number("root", true)).isZero();
    assertThat(Accounts.number("5000", false)).isEqualTo(5000);
    assertThat(Accounts.number("no such user", false)).isEqualTo(-1);
    assertThat(Accounts.number("-1", false)).isEqualTo(-1);
    assertThat(Accounts.number("99999999999", true)).isEqualTo(-1);
  }

  /** Where there is no systemd, it says so too. */
  @Test
  void aNoticeThatNobodyHearsIsNotTakenForHeard() throws IOException {
    ServiceNotice.ready(Map.of(), "nobody wants to know");
    assertThatThrownBy(
            () -> ServiceNotice.ready(Map.of("NOTIFY_SOCKET", "/nowhere/notify"), "ready"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("systemd-notify");
  }
}

package dev.dovetail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.config.ConfigFile;
import dev.dovetail.config.Settings;
import dev.dovetail.transport.Destination;
import dev.dovetail.userdb.OtherHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerRunTest {

  @TempDir Path directory;

  /** Each row as a real proxy of 2.3 had it, towards a port with TLS and one without. */
  @ParameterizedTest
  @CsvSource({
    "no, AS_CONFIGURED, PLAIN",
    "no, AT_ONCE, TLS",
    "no, STARTTLS, STARTTLS",
    "ssl, AS_CONFIGURED, TLS",
    "ssl, AT_ONCE, TLS",
    "ssl, STARTTLS, STARTTLS",
    "starttls, AS_CONFIGURED, STARTTLS",
    "starttls, AT_ONCE, STARTTLS",
    "starttls, STARTTLS, STARTTLS",
  })
  void protectsTheConnectionAsEitherSays(
      String setting, OtherHost.Tls passdb, Destination.Security expected) throws IOException {
    Settings settings = settings("doveadm_port = 1\ndoveadm_ssl = " + setting + "\n");
    assertThat(ServerRun.security(settings.doveadm(), passdb)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"ssl, AS_CONFIGURED, PLAIN", "starttls, AS_CONFIGURED, PLAIN"})
  void heedsTheSettingOnlyWithAPort(
      String setting, OtherHost.Tls passdb, Destination.Security expected) throws IOException {
    Settings settings = settings("doveadm_ssl = " + setting + "\n");
    assertThat(ServerRun.security(settings.doveadm(), passdb)).isEqualTo(expected);
  }

  private Settings settings(String text) throws IOException {
    Path file = directory.resolve("dovecot.conf");
    Files.writeString(file, text);
    return ConfigFile.load(file, List.of());
  }
}

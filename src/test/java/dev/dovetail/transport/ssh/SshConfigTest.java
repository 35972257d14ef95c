package dev.dovetail.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.failure.SyncException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SshConfigTest {
  private static SshConfig config(String host, String... lines) throws SyncException {
    return SshConfig.parse("config", List.of(lines), host);
  }

  @Test
  void takesTheFirstValueThatApplies() throws SyncException {
    SshConfig config =
        config("beta", "Port 1", "Host alpha", "User a", "Host beta", "User b", "Host *", "User c");
    assertThat(config.text("user", "x")).isEqualTo("b");
    assertThat(config.number("port", 22, 65535)).isEqualTo(1);
    assertThat(config.text("hostname", "x")).isEqualTo("x");
  }

  @Test
  void collectsKeyFiles() throws SyncException {
    assertThat(
            config("b", "IdentityFile ~/a", "Host b", "identityfile=\"~/b c\"")
                .texts("identityfile"))
        .containsExactly("~/a", "~/b c");
  }

  @ParameterizedTest
  @CsvSource({
    "beta, true", "*.example.com, false", "be?a, true", "'* !beta', false", "'!beta *', false",
    "'!alpha b*', true", "'alpha beta', true", "BETA, false", "!alpha, false", "b*a*, true"
  })
  void matchesPatternsAsSshDoes(String patterns, boolean applies) throws SyncException {
    assertThat(config("beta", "Host " + patterns, "User x").text("user", ""))
        .isEqualTo(applies ? "x" : "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Port 7", "port=7", "  PORT = 7 # no", "\tPort\t\"7\""})
  void readsLinesHoweverTheyAreWritten(String line) throws SyncException {
    assertThat(config("beta", line).number("port", 22, 65535)).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({"90, 90", "1m30s, 90", "2H, 7200", "1d, 86400"})
  void readsTimes(String text, int seconds) throws SyncException {
    assertThat(config("b", "ConnectTimeout " + text).number("connecttimeout", 1, 1_000_000))
        .isEqualTo(seconds);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "70000", "-1", "1x", "m", "99999999999999"})
  void refusesWhatIsNoPort(String text) throws SyncException {
    SshConfig config = config("b", "Port " + text);
    assertThatThrownBy(() -> config.number("port", 22, 65535))
        .hasMessageContaining("port cannot be " + text);
  }

  @Test
  void refusesWhatWouldLeadElsewhere() throws SyncException {
    assertThatThrownBy(() -> config("b", "Host x", "Match all")).hasMessageContaining("line 2");
    assertThatThrownBy(() -> config("b", "Include y")).hasMessageContaining("dsync_remote_cmd");
    SshConfig config = config("b", "ProxyJump bastion");
    assertThatThrownBy(() -> config.checkDirect("b")).hasMessageContaining("proxyjump for b");
    config("b", "Host x", "ProxyJump bastion", "Host b", "ProxyCommand none").checkDirect("b");
  }

  @Test
  void expandsTokensInFileNames() throws SyncException {
    SshAccount account = new SshAccount("me", Path.of("/home/me"), java.util.Optional.empty());
    Map<Character, String> tokens = Map.of('h', "beta", '%', "%");
    assertThat(SshConfig.file("~/%h%%k", account, tokens)).isEqualTo(Path.of("/home/me/beta%k"));
    assertThat(SshConfig.file("/k", account, tokens)).isEqualTo(Path.of("/k"));
    assertThatThrownBy(() -> SshConfig.expand("%z", tokens)).hasMessageContaining("unknown token");
    assertThatThrownBy(() -> SshConfig.expand("x%", tokens)).hasMessageContaining("unknown token");
  }
}

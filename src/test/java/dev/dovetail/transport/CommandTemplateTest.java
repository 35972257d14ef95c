package dev.dovetail.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.config.ConfigFile;
import dev.dovetail.config.Settings;
import dev.dovetail.failure.SyncException;
import dev.dovetail.transport.CommandTemplate.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of doveadm-interfaces 2.1, with the real expansion of variables. */
class CommandTemplateTest {

  private Settings settings;

  @BeforeEach
  void defaults() throws SyncException {
    settings = ConfigFile.none(List.of());
  }

  private List<String> expand(String setting, String user, String login, String host)
      throws SyncException {
    return CommandTemplate.remoteCommand(setting, settings.remoteCommand()::expandArgument)
        .expand(user, login, host);
  }

  @Test
  void expandsTheDefault() throws SyncException {
    assertThat(expand(settings.remoteCommand().command(), "jane@example.com", "vmail", "beta"))
        .containsExactly(
            "ssh", "-lvmail", "beta", "doveadm", "dsync-server", "-ujane@example.com", "-U");
  }

  @Test
  void dropsTheOptionOfAMissingLogin() throws SyncException {
    assertThat(expand(settings.remoteCommand().command(), "jane", "", "beta"))
        .containsExactly("ssh", "beta", "doveadm", "dsync-server", "-ujane", "-U");
  }

  @Test
  void keepsAnArgumentThatBecomesEmpty() throws SyncException {
    assertThat(expand("x %{login} %{host}", "jane", "", "beta")).containsExactly("x", "", "beta");
  }

  @Test
  void dropsWhatDoesNotDependOnTheNames() throws SyncException {
    assertThat(expand("x 50%% %{pid} %{host}", "jane", "", "beta")).containsExactly("x", "beta");
  }

  @Test
  void splitsAtEverySingleBlank() throws SyncException {
    assertThat(expand("x  y", "jane", "", "beta")).containsExactly("x", "", "y");
  }

  @Test
  void appliesModifiers() throws SyncException {
    assertThat(expand("x %Uu", "jane", "", "beta")).containsExactly("x", "JANE");
  }

  @Test
  void refusesUnknownVariables() {
    assertThatThrownBy(() -> expand("x %d", "jane", "", "beta"))
        .hasMessage("Failed to expand dsync_remote_cmd=%d: Unknown variable '%d'");
  }

  @Test
  void refusesVariablesOfAnotherSyntax(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("dovecot.conf");
    Files.writeString(file, "dovecot_config_version = 2.4.1\n");
    settings = ConfigFile.load(file, List.of());
    assertThat(expand("x -u%{user} 50%% %{host}", "jane", "", "beta"))
        .containsExactly("x", "-ujane", "beta");
    assertThatThrownBy(() -> expand("x -u%u %{host}", "jane", "", "beta"))
        .hasMessage(
            "Failed to expand dsync_remote_cmd=-u%u: Dovecot 2.4 has no variable %u; the user is"
                + " %{user} there");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-oProxyCommand=x", "a\nb"})
  void refusesNamesThatAreNotNames(String name) {
    assertThatThrownBy(() -> expand("ssh %{host} -u%u", name, "", "beta"))
        .isInstanceOf(SyncException.class);
    assertThatThrownBy(() -> expand("ssh %{host} -u%u", "jane", name, "beta"))
        .isInstanceOf(SyncException.class);
    assertThatThrownBy(() -> expand("ssh %{host} -u%u", "jane", "", name))
        .isInstanceOf(SyncException.class);
  }

  @Test
  void quotesTheUserForTheShellBehindSsh() throws SyncException {
    assertThat(expand("/usr/bin/ssh %{host} -u%u", "o'b; rm", "", "beta"))
        .containsExactly("/usr/bin/ssh", "beta", "-u'o'\\''b; rm'");
    assertThat(expand("wrapper %{host} -u%u", "o'b; rm", "", "beta"))
        .containsExactly("wrapper", "beta", "-uo'b; rm");
  }

  @Test
  void quotesEveryNameForACommandThatAShellSees() throws SyncException {
    CommandTemplate template =
        new CommandTemplate(
            "x", "~/x %{host} -u%u", Shell.ALL, settings.remoteCommand()::expandArgument);
    assertThat(template.expand("a b", "", "h$h")).containsExactly("~/x", "'h$h'", "-u'a b'");
    assertThat(template.expand("", "", "h")).containsExactly("~/x", "h");
  }
}

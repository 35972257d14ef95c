package dev.dovetail.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.cli.line.CommandModel;
import dev.dovetail.cli.line.ParsedLine;
import dev.dovetail.cli.line.UsageException;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.StderrLog;
import dev.dovetail.session.Interruption;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForcedCommandTest {
  private static ForcedCommand command(String original, String... options) throws UsageException {
    List<String> words = new ArrayList<>(List.of("-c", "ours.conf", "dsync-server"));
    words.add("--forced-command");
    words.addAll(List.of(options));
    ParsedLine line = new CommandModel("dovetail").parse(words.toArray(new String[0]));
    Invocation run =
        new Invocation(
            "dovetail",
            Map.of("SSH_ORIGINAL_COMMAND", original),
            GlobalOptions.of(line.globals()),
            new StderrLog(OutputStream.nullOutputStream(), false),
            new StringBuilder(),
            new Interruption());
    return ForcedCommand.in(run, line).orElseThrow();
  }

  /** The options of the line that is run. */
  private static String effective(String original, String... options) throws Exception {
    ParsedLine line = command(original, options).effective();
    StringBuilder text = new StringBuilder();
    line.globals().forEach(given -> append(text, given));
    line.options().forEach(given -> append(text, given));
    return text.toString().strip();
  }

  private static void append(StringBuilder text, ParsedLine.Given given) {
    text.append(given.option().display()).append(given.value()).append(' ');
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dovetail dsync-server -ujane",
        "doveadm dsync-server -u jane",
        "/usr/bin/doveadm dsync-server --user=jane",
        "doveadm dsync-server -u 'jane' dsync-server"
      })
  void takesTheUserFromADsyncServerCommand(String original) throws Exception {
    assertThat(effective(original)).isEqualTo("-cours.conf -ujane");
  }

  @Test
  void addsWhatMayBeAskedForToItsOwnOptions() throws Exception {
    assertThat(effective("doveadm dsync-server -ujane -U -T 5", "-T", "60"))
        .isEqualTo("-cours.conf -T60 -ujane -U -T5");
    assertThat(effective("dsync -u jane server")).isEqualTo("-cours.conf -E -ujane");
  }

  /** Somebody may have forgotten {@code --allow-users}. */
  @ParameterizedTest
  @ValueSource(strings = {"--forced-command", "--print-authorized-key=key"})
  void refusesAWordThatLimitsNothing(String option) throws Exception {
    ParsedLine line =
        new CommandModel("dovetail").parse(new String[] {"dsync-server", option, "jane*"});
    Invocation run =
        new Invocation(
            "dovetail",
            Map.of(),
            GlobalOptions.of(line.globals()),
            new StderrLog(OutputStream.nullOutputStream(), false),
            new StringBuilder(),
            new Interruption());
    assertThatThrownBy(() -> new DsyncServerCommand(run, line).run())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("jane*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sh",
        "scp -t /tmp",
        "/usr/lib/openssh/sftp-server",
        "doveadm user *",
        "doveadm",
        "doveadm sync -u jane tcp:evil",
        "doveadm -o mail_location=maildir:/etc dsync-server -u jane",
        "doveadm -c /tmp/x dsync-server -u jane",
        "doveadm -D dsync-server -u jane",
        "doveadm dsync-server -u jane -r /tmp/x",
        "dovetail dsync-server -u jane --forced-command",
        "dovetail dsync-server --allow-users * -u jane",
        "dovetail dsync-server --print-authorized-key /etc/passwd",
        "dovetail dsync-server --help",
        "dovetail dsync-server -u jane; sh",
        "dovetail dsync-server -u $(id)",
        "dovetail dsync-server -u jane sh",
        "dsync-in-wrapper.sh -c sh",
        "dovetail dsync-server -x"
      })
  void refusesEverythingElse(String original) {
    assertThatThrownBy(() -> effective(original))
        .isInstanceOfSatisfying(
            SyncException.class, e -> assertThat(e.grade()).isEqualTo(Grade.NO_PERMISSION))
        .hasMessageEndingWith("refused: " + original);
  }

  @Test
  void allowsTheUsersThatAMaskMatches() throws Exception {
    ForcedCommand limited = command("", "--allow-users", "*@example.com", "--allow-users", "joe");
    limited.check("Jane@Example.com");
    limited.check("joe");
    assertThatThrownBy(() -> limited.check("root")).hasMessageContaining("not be used for root");
    command("").check("anybody");
  }
}

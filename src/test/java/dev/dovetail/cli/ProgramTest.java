package dev.dovetail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.cli.line.Option;
import dev.dovetail.cli.line.OptionTable;
import dev.dovetail.log.StderrLog;
import dev.dovetail.session.Interruption;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What doveadm prints for lines that cannot work, byte for byte. */
class ProgramTest {
  private static final String SYNC_USAGE =
      "doveadm sync [-1fPRU] [-l <secs>] [-r <rawlog path>] [-m <mailbox>] [-g <mailbox guid>]"
          + " [-n <namespace> | -N] [-x <exclude>] [-a <all mailbox>] [-s <state>] [-T <secs>]"
          + " [-t <start date>] [-e <end date>] [-O <sync flag>] [-I <max size>] -d|<dest>\n";

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final StringBuilder out = new StringBuilder();

  private int run(String name, Map<String, String> environment, String... arguments) {
    err.reset();
    StderrLog log = new StderrLog(err, false);
    return new Program(name, environment, log, out, new Interruption()).run(arguments);
  }

  @ParameterizedTest
  @ValueSource(strings = {"user *", "sync -A maildir:~/copy"})
  void worksOnTheUsersWhomItCanListAndFails(String line, @TempDir Path directory)
      throws IOException {
    Path file = directory.resolve("dovecot.conf");
    Path users = Files.writeString(directory.resolve("users"), "jane:x:0:0::/nowhere::\n");
    Files.writeString(
        file,
        "base_dir = "
            + directory
            + "\nuserdb {\n driver = passwd-file\n args = "
            + users
            + "\n}\nuserdb {\n driver = sql\n}\n");
    assertThat(run("dovetail", Map.of(), ("-c " + file + " " + line).split(" "))).isEqualTo(75);
    assertThat(said()).startsWith("Error: The list of users is not complete: only a running");
    assertThat(said() + out).contains("jane");
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "sync|Fatal: USER environment is missing and -u option not used|64",
        "sync -Z -u jane@example.com|sync: invalid option -- 'Z'|64",
        "sync -fZ|sync: invalid option -- 'Z'|64",
        "backup -1 -u jane@example.com x|backup: invalid option -- '1'|64",
        "dsync-server -u jane@example.com a b|Error: Extraneous arguments found: b|64",
        "dsync-server a b c|Error: Extraneous arguments found: b c|64",
        "dsync-server -x|dsync-server: invalid option -- 'x'|64",
        "dsync-server|Fatal: USER environment is missing and -u option not used|64",
        "sync -u jane@example.com -g zzz tcp:beta|Fatal: Invalid -g parameter: zzz|75",
        "sync -g 00000000000000000000000000000000 x|Fatal: Invalid -g parameter: 00000000000000000000000000000000|75",
        "sync -u jane@example.com -O \\Bogus tcp:beta|Fatal: Invalid system flag given for -O parameter: '\\\\Bogus'|75",
        "sync -u jane@example.com -t notadate tcp:beta|Fatal: Invalid -t parameter: notadate|75",
        "sync -u jane@example.com -e bogus x|Fatal: Invalid -e parameter: bogus|75",
        "sync -u jane@example.com -I 10X tcp:beta|Fatal: Invalid -I parameter '10X': Invalid size: 10X|75",
        "sync -u jane@example.com -l -1 tcp:beta|Fatal: Invalid -l parameter: 18446744073709551615|75",
        "sync -u jane@example.com -T -1 x:y|Fatal: Invalid -T parameter: 18446744073709551615|75",
        "sync --bogus=x|sync: unrecognized option '--bogus=x'|64",
        "sync --m|sync: option '--m' is ambiguous; possibilities: '--mailbox' '--mailbox-guid'|64",
        "sync --re|sync: option '--re' is ambiguous; possibilities: '--reverse-sync' '--replicator-notify'|64",
        "sync --a|sync: option '--a' is ambiguous; possibilities: '--all-users' '--all-namespaces' '--all-mailbox'|64",
        "sync --s=x|sync: option '--s=x' is ambiguous; possibilities: '--socket-path' '--state' '--sync-since-time' '--sync-until-time' '--sync-flags' '--sync-max-size'|64",
        "sync --reverse-sync=|sync: option '--reverse-sync' doesn't allow an argument|64",
        "sync --lock|sync: option '--lock-timeout' requires an argument|64",
        "sync -l|sync: option requires an argument -- 'l'|64",
        "-Z user x|doveadm: invalid option -- 'Z'|89",
        "-c|doveadm: option requires an argument -- 'c'|89",
        "-f bogus sync -u x y|doveadm: Fatal: Unknown print formatter: bogus|75",
        "-i nosuch sync -u x y|doveadm: Fatal: Unknown instance name: nosuch|75",
        "-o mail_debug sync -u x y|Fatal: Error reading configuration: Invalid -o parameter mail_debug: Missing '='|75",
        "-c /nosuch.conf sync -u x y|Fatal: Error reading configuration: stat(/nosuch.conf) failed: No such file or directory|75",
      })
  void saysWhatDoveadmSays(String line, String message, int exitCode) {
    assertThat(run("doveadm", Map.of(), line.split(" "))).isEqualTo(exitCode);
    assertThat(said()).isEqualTo(message + "\n");
    assertThat(out).isEmpty();
  }

  @Test
  void doesNotTakeSeveralFlags() {
    assertThat(run("doveadm", Map.of(), "sync", "-u", "x", "-O", "\\Seen \\Deleted", "y"))
        .isEqualTo(75);
    assertThat(said()).isEqualTo("Fatal: -O parameter doesn't support multiple flags currently\n");
  }

  @Test
  void printsTheSummaryOfArgumentsIfThereIsNoDestination() {
    assertThat(run("doveadm", Map.of(), "sync", "-u", "jane@example.com")).isEqualTo(64);
    assertThat(said()).isEqualTo(SYNC_USAGE);
    assertThat(run("doveadm", Map.of("USER", "jane"), "sync", "")).isEqualTo(64);
    assertThat(said()).isEqualTo(SYNC_USAGE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "-v|Fatal: Missing mirror or backup parameter|75",
        "bogus|Fatal: Invalid parameter: bogus|75",
        "-u|Fatal: -u missing parameter|75",
        "-m|Fatal: -m missing parameter|75",
        "-C|Fatal: -C missing parameter|75",
        "mirror -Z|sync: invalid option -- 'Z'|64",
        "server -x|dsync-server: invalid option -- 'x'|64",
        "-D -x mirror|dsync: invalid option -- 'x'|89",
        "mirror|Fatal: USER environment is missing and -u option not used|64",
      })
  void speaksAsTheOldDsync(String line, String message, int exitCode) {
    assertThat(run("dsync", Map.of(), line.split(" "))).isEqualTo(exitCode);
    assertThat(said()).isEqualTo(message + "\n");
  }

  @Test
  void rejectsSecondsThatAreNoNumber() {
    assertThat(run("dovetail", Map.of(), "sync", "-l", "abc", "x:y")).isEqualTo(64);
    assertThat(said()).isEqualTo("Fatal: Invalid -l parameter: abc: not a number\n");
  }

  @Test
  void explainsACommand() {
    assertThat(run("dovetail", Map.of(), "sync", "--help")).isZero();
    assertThat(said()).isEmpty();
    for (Option option : OptionTable.command("sync").options()) {
      assertThat(out).contains("--" + option.name()).contains(option.summary());
    }
  }
}

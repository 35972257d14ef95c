package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A real peer whose stream is cut or falsified on its way: nothing is lost or half-written, nothing
 * lands outside the store, and the next run with an honest peer ends equal.
 */
@RequiresDovecot
class LyingPeerIT {
  private Stage stage;

  @BeforeEach
  void fillBothSides() throws Exception {
    stage = Stages.stage(Pairing.OURS_TO_DOVECOT);
    MailScenariosIT.threeMails(stage.left());
    stage.left().create("Work");
    stage.settle();
    stage.left().save("INBOX", "new on the left");
    stage.right().save("Work", "new on the right");
    stage.right().save("Work", "also new on the right");
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 1263, 1400, 1500, 1700, 1900, 2200})
  void survivesAPeerThatStopsAfterSoManyBytes(int bytes) throws Exception {
    StoreSnapshot before = stage.left().snapshot();
    Command.Result result = through(first(bytes));
    assertThat(result.exit()).as(result.toString()).isEqualTo(75);
    assertThat(result.errors()).isNotBlank().doesNotContain("\tat ");
    assertThat(stage.left().snapshot().mails("INBOX")).containsAll(before.mails("INBOX"));
    honestRunSettlesIt();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s/^NWork/N..\\/..\\/..\\/evil/",
        "s/^NWork/N../",
        "s/^NWork/N\\/tmp\\/evil/",
        "s/^NWork/N.evil\\x01t..\\x01t..\\x01tevil/",
        "s/^NWork/Na\\x010b/",
        "s/^NWork/N/"
      })
  void keepsAHostileMailboxNameInsideTheStore(String edit) throws Exception {
    Command.Result result = through("sed -u '" + edit + "'");
    assertThat(result.exit()).as(result.toString()).isIn(0, 2, 75);
    assertThat(result.errors()).doesNotContain("\tat ");
    try (var entries = Files.list(stage.left().home())) {
      assertThat(entries.map(Path::getFileName).map(Path::toString))
          .noneMatch(name -> name.contains("evil"));
    }
    assertThat(stage.left().home().resolveSibling("evil")).doesNotExist();
    assertThat(Path.of("/tmp/evil")).doesNotExist();
    // Whatever name it got, the mailbox must be one that Dovecot can list.
    assertThat(stage.left().run("mailbox list")).contains("INBOX");
    assertThat(stage.left().snapshot().mails("INBOX")).hasSizeGreaterThanOrEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s/^Cs\\t2/Cs\\t1/",
        "s/^Cs\\t2/Cs\\t0/",
        "s/^Cs\\t2/Cs\\t99999999999999999999/",
        "s/^Cs\\t2/Cs\\t-1/",
        "s/^Cs\\t2/Cz\\t2/",
        "s/^Cs\\t2/Q\\t2/",
        "s/^D/./",
        "s/^M/S/",
        "s/^S\\([0-9a-f]\\{31\\}\\)./S\\1z/"
      })
  void refusesAWrongItem(String edit) throws Exception {
    Command.Result result = through("sed -u '" + edit + "'");
    assertThat(result.exit()).as(result.toString()).isEqualTo(75);
    assertThat(result.errors()).isNotBlank().doesNotContain("\tat ");
    honestRunSettlesIt();
  }

  @Test
  void givesUpAPeerThatDribbles() throws Exception {
    Command.Result result =
        through(
            "bash -c '" + first(1500) + "; while read -rn 1 b; do echo -n x; sleep 0.2; done'",
            "-T",
            "1");
    assertThat(result.exit()).as(result.toString()).isEqualTo(75);
    assertThat(result.errors().lines()).hasSize(1);
    assertThat(result.errors())
        .containsPattern("I/O has stalled, only [0-9]+ bytes? and no whole record in 1 seconds");
    honestRunSettlesIt();
  }

  /** Holds nothing back, as {@code head} would. */
  private static String first(int bytes) {
    return "dd bs=1 count=" + bytes + " status=none";
  }

  /** Syncs with a real Dovecot whose answers go through a filter. */
  private Command.Result through(String filter, String... options) throws Exception {
    List<String> server =
        stage.right().dovecot().dsyncServer(stage.right().configuration(), stage.right().user());
    Path script = Files.createTempFile(stage.right().dovecot().directory(), "lying", "");
    Path pipe = stage.right().home().resolve("lying.pipe");
    stage
        .right()
        .dovecot()
        .script(
            script.getFileName().toString(),
            "export LC_ALL=C",
            // The filter takes the shell's place, so that its end is the peer's end.
            "exec 3<&0",
            "mkfifo " + pipe + " || exit 1",
            String.join(" ", server) + " <&3 >" + pipe + " 2>/dev/null &",
            "exec " + filter + " <" + pipe + " 3<&-");
    List<String> words =
        new ArrayList<>(
            List.of(
                "-c", stage.left().configuration().toString(), "sync", "-u", stage.left().user()));
    words.addAll(List.of(options));
    words.addAll(List.of(script.toString(), "dsync-server"));
    return stage.dovetail().run(words);
  }

  private void honestRunSettlesIt() throws Exception {
    stage.left().dovecot().forgetLog();
    stage.settle();
    assertThat(stage.left().snapshot().mails("INBOX")).hasSize(4);
    assertThat(stage.left().snapshot().mails("Work")).hasSize(2);
  }
}

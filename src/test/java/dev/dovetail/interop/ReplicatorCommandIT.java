package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code dovetail replicator …} beside the real {@code doveadm}, both to Dovecot's replicator. */
@RequiresDovecot
class ReplicatorCommandIT {
  private static DovecotInstance dovecot;
  private static Dovetail dovetail;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    dovecot =
        DovecotInstance.start(
            3,
            "service replicator {",
            "unix_listener replicator-doveadm {",
            "mode = 0666",
            "}",
            "}");
    dovetail = Dovetail.builtHere(dovecot);
    // Nobody has a mail_replica: syncs fail at once, and then nothing happens for minutes. Some
    // versions leave the last user waiting behind those that have failed.
    String calm = "(?s).*Waiting 'failed' requests +[23] .*";
    for (int i = 0; i < 100 && !doveadm("replicator status").text().matches(calm); i++) {
      Thread.sleep(50);
    }
  }

  @AfterAll
  static void stop() throws IOException, InterruptedException {
    dovecot.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "replicator status",
        "-f json replicator status",
        "-f pager replicator status",
        "replicator status *",
        "-f tab replicator status *",
        "-f pager replicator status *",
        "replicator status USER*",
        "-f json replicator status nobody",
        "replicator status -a @RUN@/replicator-doveadm user3*",
        "-f json replicator dsync-status",
        "-f tab replicator add user1*",
        "-f json replicator remove nobody",
        "replicator replicate -p none user*",
        "-f json replicator replicate -p none nobody*",
        "replicator replicate --full -p none user3*",
        "replicator replicate user1@example.com -p bogus",
        "replicator",
        "replicator bogus",
        "replicator dsync-status a",
        "replicator status -Z",
        "replicator status -a",
        "replicator status -a /nosuch",
        "replicator status -a @RUN@/auth-userdb"
      })
  void answersAsDoveadmDoes(String line) throws Exception {
    Command.Result theirs = doveadm(line);
    Command.Result ours = ours(line);
    assertThat(ours.exit()).as(ours + "\n" + theirs).isEqualTo(theirs.exit());
    assertThat(shown(ours.text())).isEqualTo(shown(theirs.text()));
    assertThat(ours.errors().replaceAll("(?m)^  run .*\n", ""))
        .isEqualTo(withOurNames(theirs.errors()));
  }

  @Test
  void addsAndRemovesUsers() throws Exception {
    ours("replicator replicate -p none user1@example.com").succeeded();
    ours("replicator remove user1@example.com").succeeded();
    assertThat(doveadm("replicator status *").text()).doesNotContain("user1@");
    ours("replicator add user1@example.com").succeeded();
    assertThat(doveadm("replicator status *").text()).contains("user1@");
  }

  private static Command.Result doveadm(String line) throws IOException, InterruptedException {
    return dovecot.doveadm(dovecot.configuration(), new byte[0], words(line));
  }

  private static Command.Result ours(String line) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("-c", dovecot.configuration().toString()));
    words.addAll(words(line));
    return dovetail.run(words);
  }

  private static List<String> words(String line) {
    return List.of(line.replace("@RUN@", dovecot.directory() + "/run").split(" "));
  }

  /** A second may pass between two calls. */
  private static String shown(String text) {
    return text.replaceAll("\\d\\d:\\d\\d:\\d\\d", "00:00:00");
  }

  /** We have a command more, and call ourselves by our name. */
  private static String withOurNames(String text) {
    return text.replace("doveadm", "dovetail").replace("replicator-dovetail", "replicator-doveadm");
  }
}

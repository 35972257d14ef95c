package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real sshd with a key that is bound to one command. */
@RequiresDovecot
@RequiresSshd
class ForcedCommandIT {
  private static SshdInstance sshd;
  private static Dovetail dovetail;

  @BeforeAll
  static void start() throws Exception {
    sshd = SshdInstance.start(Stages.dovecot());
    dovetail = Dovetail.builtHere(Stages.dovecot());
  }

  @AfterAll
  static void stop() throws Exception {
    sshd.close();
  }

  /** Binds the key as our own option says, with the environment that the tests need. */
  private static void bindKey(String... options) throws IOException, InterruptedException {
    List<String> words =
        new ArrayList<>(List.of("-c", Stages.dovecot().configuration().toString()));
    words.addAll(List.of("dsync-server", "--print-authorized-key", sshd.key("ed25519") + ".pub"));
    words.addAll(List.of(options));
    Command.Result printed = dovetail.run(words);
    assertThat(printed.exit()).as(printed.toString()).isZero();
    String line = printed.text().strip();
    assertThat(line)
        .startsWith("restrict,command=\"" + dovetail.executable() + " -c ")
        .contains(" dsync-server --forced-command")
        .endsWith(sshd.publicKey("ed25519"));
    String environment = "env DOVECOT_HOSTNAME=" + dovetail.hostname() + " ";
    environment += "JAVA_HOME=" + System.getProperty("java.home") + " ";
    sshd.authorize(line.replace("command=\"", "command=\"" + environment));
  }

  private static Stage stage(String... settings) throws IOException, InterruptedException {
    return Stages.sameUser(Pairing.OURS_TO_OURS, settings);
  }

  private static List<String> sync(Stage stage, String destination) {
    return List.of(
        "-c",
        stage.left().configuration().toString(),
        "sync",
        "-u",
        stage.left().user(),
        destination);
  }

  private static Command.Result ours(Stage stage, String destination)
      throws IOException, InterruptedException {
    return sshd.at(dovetail.command(sync(stage, destination))).run();
  }

  private static void assertSynced(Stage stage, Command.Result result) throws Exception {
    assertThat(result.exit()).as(result.toString()).isZero();
    assertThat(result.errors()).isEmpty();
    stage.assertEqual();
  }

  @Test
  void servesTheUserInTheCommandAndTheOneInTheFirstLine() throws Exception {
    bindKey();
    Stage stage = stage();
    stage.left().save("INBOX", "first");
    assertSynced(stage, ours(stage, "remote:beta"));
    stage.right().save("INBOX", "second");
    assertSynced(stage, ours(stage, "remoteprefix:beta"));
    stage.left().save("INBOX", "third");
    assertSynced(stage, ours(stage, "beta"));
  }

  /** With the ssh program, and the words of Dovecot's manual. */
  private static String sshCommand(String command) {
    String ssh = "ssh -F " + sshd.home() + "/.ssh/config -i " + sshd.key("ed25519");
    String known = " -o UserKnownHostsFile=" + sshd.home() + "/.ssh/known_hosts";
    return "dsync_remote_cmd = " + ssh + known + " %{host} " + command;
  }

  @Test
  void servesADovecotThatNamesTheUserInTheCommand() throws Exception {
    bindKey("--allow-users", "user*@example.com");
    Stage stage = stage(sshCommand("doveadm dsync-server -u%u -U"));
    stage.left().save("INBOX", "first");
    for (String destination : List.of("remote:beta", "beta")) {
      List<String> words = new ArrayList<>(List.of("doveadm"));
      words.addAll(sync(stage, destination));
      assertSynced(stage, Command.of(words).run());
      stage.right().save("INBOX", "after " + destination);
    }
  }

  @Test
  void doesNothingElseForTheKey() throws Exception {
    bindKey("--allow-users", "joe@*");
    Stage stage = stage();
    assertThat(ours(stage, "remote:beta").errors())
        .contains("This key may not be used for " + stage.left().user());
    assertThat(ours(stage, "remoteprefix:beta").errors())
        .contains("This key may not be used for " + stage.left().user());
    Stage other = stage("plugin {", "dovetail_ssh_command = cat /etc/passwd", "}");
    assertThat(ours(other, "remote:beta").errors())
        .contains("This key allows nothing but dsync-server", "refused: cat /etc/passwd")
        .doesNotContain("root:");
  }
}

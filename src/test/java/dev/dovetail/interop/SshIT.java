package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The built-in SSH against a real sshd. */
@RequiresDovecot
@RequiresSshd
class SshIT {
  private static SshdInstance sshd;

  @BeforeAll
  static void start() throws Exception {
    sshd = SshdInstance.start(Stages.dovecot());
  }

  @AfterAll
  static void stop() throws Exception {
    sshd.close();
  }

  @BeforeEach
  void usualFiles() throws IOException {
    sshd.knowHost();
    config();
  }

  private static void config(String... more) throws IOException {
    List<String> lines = new ArrayList<>(List.of(more));
    lines.addAll(List.of("Host beta", "HostName 127.0.0.1", "Port " + sshd.port()));
    lines.add("User " + SshdInstance.login());
    sshd.config(lines.toArray(new String[0]));
  }

  /** The right store is behind sshd, where a Dovetail serves it. */
  private static Stage toDovetail() throws IOException, InterruptedException {
    DovecotInstance dovecot = Stages.dovecot();
    Dovetail dovetail = Dovetail.builtHere(dovecot);
    List<String> words = dovetail.dsyncServer(dovecot.configuration(), "%u");
    return stage(Pairing.OURS_TO_OURS, String.join(" ", words).replace("-u %u", "-u%u"));
  }

  private static Stage toDovecot() throws IOException, InterruptedException {
    DovecotInstance dovecot = Stages.dovecot();
    List<String> words = dovecot.dsyncServer(dovecot.configuration(), "%u");
    return stage(Pairing.OURS_TO_DOVECOT, String.join(" ", words).replace("-u %u", "-u%u"));
  }

  private static Stage stage(Pairing pairing, String command)
      throws IOException, InterruptedException {
    return Stages.sameUser(pairing, "plugin {", "dovetail_ssh_command = " + command, "}");
  }

  private static Command sync(Stage stage, String... words) {
    List<String> line = new ArrayList<>(List.of("-c", stage.left().configuration().toString()));
    line.addAll(List.of("sync", "-u", stage.left().user()));
    line.addAll(List.of(words));
    return stage.dovetail().command(line);
  }

  private static void assertSyncs(Stage stage, Command command) throws Exception {
    Command.Result result = command.run();
    assertThat(result.exit()).as(result.toString()).isZero();
    assertThat(result.errors()).isEmpty();
    stage.assertEqual();
  }

  private static String failure(Stage stage) throws Exception {
    Command.Result result = sshd.at(sync(stage, "remote:beta")).run();
    assertThat(result.exit()).as(result.toString()).isEqualTo(75);
    return result.errors();
  }

  @Test
  void carriesALargeMail() throws Exception {
    for (Stage stage : List.of(toDovetail(), toDovecot())) {
      stage.left().save("INBOX", Account.text("x".repeat(3_000_000)).getBytes());
      assertSyncs(stage, sshd.at(sync(stage, "-f", "remote:beta")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
  void logsInWithAKeyOfAnyKind(String type) throws Exception {
    config("IdentityFile ~/.ssh/id_" + type, "IdentitiesOnly yes", "Compression yes");
    Stage stage = toDovecot();
    stage.left().save("INBOX", "first");
    assertSyncs(stage, sshd.at(sync(stage, "remote:beta")));
  }

  @Test
  void takesAKeyFromTheAgent() throws Exception {
    config("IdentityFile ~/nosuch");
    Path socket = sshd.home().resolve("agent");
    Stage stage = toDovecot();
    stage.left().save("INBOX", "first");
    Command.Result agent = sshd.run(List.of("ssh-agent", "-a", socket.toString())).succeeded();
    String pid = agent.text().replaceAll("(?s).*SSH_AGENT_PID=(\\d+).*", "$1");
    try {
      assertThat(failure(stage)).contains("there is no key to try");
      sshd.run(
              List.of("ssh-add", sshd.key("ed25519").toString()),
              "SSH_AUTH_SOCK",
              socket.toString())
          .succeeded();
      assertSyncs(stage, sshd.at(sync(stage, "remote:beta"), "SSH_AUTH_SOCK", socket.toString()));
    } finally {
      Command.of("kill", pid).run();
    }
  }

  /** A far end that is still connected and does nothing more, as after a power cut. */
  @Test
  void noticesThatTheOtherHostHasGone() throws Exception {
    Path stopped = sshd.home().resolve("stopped");
    Path script = sshd.home().resolve("stop-sshd");
    Files.writeString(
        script, "#!/bin/sh\necho $PPID >" + stopped + "\nkill -STOP $PPID\nexec sleep 60\n");
    Files.setPosixFilePermissions(
        script, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    config("ServerAliveInterval 1", "ServerAliveCountMax 1");
    try {
      long before = System.nanoTime();
      assertThat(failure(stage(Pairing.OURS_TO_DOVECOT, script.toString())))
          .contains("The SSH connection to beta was lost")
          .contains("no sign of life for 1 seconds")
          .containsOnlyOnce("Error: ");
      assertThat(System.nanoTime() - before).isLessThan(20_000_000_000L);
    } finally {
      Command.of("kill", "-KILL", Files.readString(stopped).trim()).run();
    }
  }

  @Test
  void syncsAsRootAndAsTheOwnerOfTheMail() throws Exception {
    Stage stage = toDovetail();
    stage.left().save("INBOX", "first");
    Command asOwner = sync(stage, "remote:beta");
    List<String> words = asOwner.words();
    List<String> own = words.subList(words.indexOf("env"), words.size());
    assertSyncs(stage, sshd.at(new Command(own, asOwner.environment(), asOwner.directory())));
  }

  @Test
  void refusesAnUnknownHostWithTheLineToAdd() throws Exception {
    Stage stage = toDovecot();
    stage.left().save("INBOX", "first");
    sshd.knowHost(
        "other ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    String said = failure(stage);
    assertThat(said)
        .contains("its key is not in the file of known hosts, " + sshd.home())
        .contains("its fingerprint SHA256:")
        .endsWith("add this line: " + sshd.knownHost() + "\n");
    sshd.knowHost(said.substring(said.indexOf("this line: ") + 11).strip());
    assertSyncs(stage, sshd.at(sync(stage, "remote:beta")));
  }

  @Test
  void refusesAHostWithAnotherKeyThanBefore() throws Exception {
    Stage stage = toDovecot();
    String[] other = sshd.publicKey("ed25519").split(" ");
    sshd.knowHost("[127.0.0.1]:" + sshd.port() + " " + other[0] + " " + other[1]);
    assertThat(failure(stage))
        .contains("its key is another one than in the file of known hosts")
        .contains("replace its lines by: " + sshd.knownHost());
  }

  @Test
  void saysWhichKeysTheHostDoesNotAccept() throws Exception {
    Stage stage = toDovecot();
    Path open = sshd.home().resolve(".ssh/open");
    Files.copy(sshd.key("rsa"), open);
    Files.setPosixFilePermissions(
        open, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
    Path encrypted = sshd.home().resolve(".ssh/encrypted");
    Command.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "secret", "-f", encrypted.toString())
        .run()
        .succeeded();
    config(
        "IdentityFile ~/.ssh/open", "IdentityFile ~/.ssh/encrypted", "IdentityFile ~/.ssh/id_rsa");
    sshd.authorize(sshd.publicKey("ed25519"));
    try {
      assertThat(failure(stage))
          .contains("it does not let " + SshdInstance.login() + " in (tried ")
          .contains("id_rsa; left out " + open + " (others may read it: chmod 600), ")
          .contains(encrypted + " (encrypted: ssh-add it to an agent)");
    } finally {
      sshd.authorize(sshd.publicKey("ed25519"), sshd.publicKey("ecdsa"), sshd.publicKey("rsa"));
    }
  }

  @Test
  void saysHowTheFarCommandEnded() throws Exception {
    Stage stage = stage(Pairing.OURS_TO_OURS, "/nosuch/dovetail dsync-server -u%u");
    assertThat(failure(stage))
        .contains("remote(beta): ")
        .contains(
            "Remote command returned error 127 (there is no such program there; give its full"
                + " path): /nosuch/dovetail dsync-server -u"
                + stage.left().user());
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    sshd.config("Host beta", "HostName 127.0.0.1", "Port " + DovecotInstance.freePort());
    assertThat(failure(toDovecot())).contains("SSH to ").contains("Connection refused (port ");
  }

  @Test
  void refusesWhatItCannotServe() throws Exception {
    config("ProxyJump bastion");
    assertThat(failure(toDovecot())).contains("has proxyjump for beta", "set dsync_remote_cmd");
  }
}

package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way to the other end, in each pairing of programs. A real sshd lets three keys in: one for
 * any command, one that is bound to our {@code dsync-server}, one bound to the wrapper script that
 * Dovecot's manual shows.
 */
@RequiresDovecot
@RequiresSshd
class WaysIT {
  /** How an admin may name the other end. */
  enum Way {
    COMMAND,
    HOST,
    HOST_BY_SSH_PROGRAM,
    REMOTE,
    REMOTE_BY_SSH_PROGRAM,
    REMOTEPREFIX,
    REMOTEPREFIX_BY_SSH_PROGRAM,
    TCP,
    TCPS;

    /** Whether the key decides what runs at the other end, for the user in the first line. */
    boolean isBoundToItsCommand() {
      return this == REMOTEPREFIX || this == REMOTEPREFIX_BY_SSH_PROGRAM;
    }

    /** Whether Dovetail itself speaks SSH; Dovecot has no such thing. */
    boolean isBuiltIn() {
      return this == HOST || this == REMOTE || this == REMOTEPREFIX;
    }
  }

  private static SshdInstance sshd;
  private static Dovetail dovetail;
  private static DovetailServer server;

  @BeforeAll
  static void start() throws Exception {
    DovecotInstance dovecot = Stages.dovecot();
    dovetail = Dovetail.builtHere(dovecot);
    server = DovetailServer.start(true, dovecot.configuration());
    sshd = SshdInstance.start(dovecot);
    sshd.authorize(
        sshd.publicKey("ed25519"),
        "restrict,command=\"%s\" %s".formatted(forcedCommand(), sshd.publicKey("ecdsa")),
        "restrict,command=\"%s\" %s".formatted(wrapper(), sshd.publicKey("rsa")));
    sshd.config(
        Stream.of(host("free", "ed25519"), host("forced", "ecdsa"), host("wrapper", "rsa"))
            .flatMap(List::stream)
            .toArray(String[]::new));
  }

  private static String forcedCommand() {
    List<String> words = dovetail.dsyncServer(Stages.dovecot().configuration(), "");
    return String.join(" ", words.subList(0, words.size() - 2)) + " --forced-command";
  }

  private static Path wrapper() throws IOException {
    DovecotInstance dovecot = Stages.dovecot();
    List<String> words = dovecot.dsyncServer(dovecot.configuration(), "\"$username\"");
    return dovecot.script("wrapper", "read username", "exec " + String.join(" ", words));
  }

  private static List<String> host(String name, String key) {
    return List.of(
        "Host " + name,
        "HostName 127.0.0.1",
        "Port " + sshd.port(),
        "User " + SshdInstance.login(),
        "IdentityFile " + sshd.key(key),
        "IdentitiesOnly yes",
        "UserKnownHostsFile " + sshd.home() + "/.ssh/known_hosts");
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    sshd.close();
  }

  static Stream<Arguments> waysAndPairings() {
    return Stream.of(Pairing.OURS_TO_OURS, Pairing.OURS_TO_DOVECOT, Pairing.DOVECOT_TO_OURS)
        .flatMap(
            pairing ->
                Arrays.stream(Way.values())
                    .filter(way -> pairing != Pairing.DOVECOT_TO_OURS || !way.isBuiltIn())
                    .map(way -> Arguments.of(way, pairing)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("waysAndPairings")
  void makesBothSidesEqual(Way way, Pairing pairing) throws Exception {
    Stage stage = Stages.sameUser(pairing, settings(way, pairing));
    stage.left().create("Work");
    stage.left().save("INBOX", "first");
    stage.left().save("Work", "second");
    assertSyncs(stage, way);
    stage.left().run("flags add", "\\Flagged", "mailbox", "Work");
    stage.left().save("Work", "third");
    stage.right().run("expunge", "mailbox", "INBOX", "all");
    stage.right().save("INBOX", "fourth");
    assertSyncs(stage, way);
  }

  private static void assertSyncs(Stage stage, Way way) throws Exception {
    List<String> words = new ArrayList<>(List.of("sync", "-u", stage.left().user()));
    words.addAll(destination(way, stage));
    Command command = stage.pairing().command(dovetail, stage.left(), words);
    Command.Result result = sshd.at(command).run();
    assertThat(result.exit()).as(result.toString()).isZero();
    assertThat(result.errors()).isEmpty();
    stage.assertEqual();
  }

  private static boolean oursAnswers(Pairing pairing) {
    return pairing != Pairing.OURS_TO_DOVECOT;
  }

  private static List<String> destination(Way way, Stage stage) {
    boolean ours = oursAnswers(stage.pairing());
    DovecotInstance dovecot = stage.right().dovecot();
    return switch (way) {
      case COMMAND -> stage.pairing().server(dovetail, stage.right());
      case HOST, HOST_BY_SSH_PROGRAM -> List.of("free");
      case REMOTE, REMOTE_BY_SSH_PROGRAM -> List.of("remote:" + SshdInstance.login() + "@free");
      case REMOTEPREFIX, REMOTEPREFIX_BY_SSH_PROGRAM ->
          List.of("remoteprefix:" + (ours ? "forced" : "wrapper"));
      case TCP -> List.of("tcp:127.0.0.1:" + (ours ? server.port() : dovecot.doveadmPort()));
      case TCPS ->
          List.of("tcps:localhost:" + (ours ? server.tlsPort() : dovecot.doveadmTlsPort()));
    };
  }

  private static String[] settings(Way way, Pairing pairing) {
    String answering = way.isBoundToItsCommand() ? "dovetail dsync-server" : answering(pairing);
    if (way.isBuiltIn()) {
      return new String[] {"plugin {", "dovetail_ssh_command = " + answering, "}"};
    }
    return new String[] {
      "dsync_remote_cmd = ssh -F " + sshd.home() + "/.ssh/config %{host} " + answering,
      "ssl_client_ca_file = " + Stages.dovecot().certificates().authority()
    };
  }

  private static String answering(Pairing pairing) {
    DovecotInstance dovecot = Stages.dovecot();
    List<String> words =
        oursAnswers(pairing)
            ? dovetail.dsyncServer(dovecot.configuration(), "%u")
            : dovecot.dsyncServer(dovecot.configuration(), "%u");
    return String.join(" ", words).replace("-u %u", "-u%u");
  }
}

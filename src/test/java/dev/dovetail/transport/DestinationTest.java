package dev.dovetail.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rows of doveadm-interfaces 1.6. */
class DestinationTest {

  private static Destination parse(String... words) throws SyncException {
    return Destination.parse(List.of(words), "dsync-server", "jane", true);
  }

  private static Destination command(String... words) {
    return new Destination.Command(List.of(words));
  }

  @Test
  void takesSeveralWordsAsACommand() throws SyncException {
    assertThat(parse("ssh", "beta", "doveadm"))
        .isEqualTo(command("ssh", "beta", "doveadm", "dsync-server"));
    assertThat(parse("doveadm", "dsync-server")).isEqualTo(command("doveadm", "dsync-server"));
  }

  @Test
  void appendsTheServerWordAgainIfItIsNotTheLast() throws SyncException {
    assertThat(parse("doveadm", "dsync-server", "-u", "jane"))
        .isEqualTo(command("doveadm", "dsync-server", "-u", "jane", "dsync-server"));
  }

  @Test
  void appendsTheWordOfTheAlias() throws SyncException {
    assertThat(Destination.parse(List.of("a", "b"), "server", "jane", false))
        .isEqualTo(command("a", "b", "server"));
  }

  @Test
  void splitsOneWordWithBlanksOrSlashesIntoACommand() throws SyncException {
    assertThat(parse("ssh beta  x")).isEqualTo(command("ssh", "beta", "", "x", "dsync-server"));
    assertThat(parse("/usr/bin/dsync")).isEqualTo(command("/usr/bin/dsync", "dsync-server"));
  }

  @Test
  void takesADriverAsALocation() throws SyncException {
    assertThat(parse("maildir:~/M")).isEqualTo(new Destination.MailLocation("maildir:~/M"));
    assertThat(parse("mdbox:/srv/x:INDEX=/y z"))
        .isEqualTo(new Destination.MailLocation("mdbox:/srv/x:INDEX=/y z"));
  }

  @ParameterizedTest
  @CsvSource({
    "tcp:beta, beta, 0, false",
    "tcp:beta:12345, beta, 12345, false",
    "tcps:beta.example.com:1, beta.example.com, 1, true",
    "tcp:[::1]:12345, ::1, 12345, false",
    "tcps:[::1], ::1, 0, true",
    "tcp:fe80::1, fe80::1, 0, false",
  })
  void recognisesServers(String word, String host, int port, boolean tls) throws SyncException {
    String text = word.substring(word.indexOf(':') + 1);
    assertThat(parse(word))
        .isEqualTo(
            new Destination.Server(
                text, host, port, tls ? Destination.Security.TLS : Destination.Security.PLAIN));
  }

  @Test
  void recognisesAServersSocket() throws SyncException {
    assertThat(parse("tcp:/run/x")).isEqualTo(new Destination.ServerSocket("/run/x"));
  }

  @Test
  void readsTheServerThatAnOptionNames() throws SyncException {
    assertThat(Destination.server("/run/x", Destination.Security.PLAIN))
        .isEqualTo(new Destination.ServerSocket("/run/x"));
    Destination.Server beta = new Destination.Server("beta", "beta", 0, Destination.Security.PLAIN);
    assertThat(Destination.server("beta", Destination.Security.PLAIN)).isEqualTo(beta);
    assertThat(beta.orPort(7).port()).isEqualTo(7);
    assertThat(
            new Destination.Server("beta:9", "beta", 9, Destination.Security.PLAIN)
                .orPort(7)
                .port())
        .isEqualTo(9);
    assertThatThrownBy(() -> beta.orPort(0)).hasMessageContaining("set doveadm_port");
    assertThatThrownBy(() -> Destination.server("", Destination.Security.PLAIN))
        .hasMessageContaining("names no host");
  }

  @ParameterizedTest
  @CsvSource({
    "remote:beta, beta, '', beta, false",
    "remote:vmail@beta, vmail@beta, vmail, beta, false",
    "remoteprefix:a@b@beta, a@b@beta, a@b, beta, true",
  })
  void recognisesRemotesAndSplitsThemAtTheLastAt(
      String word, String text, String login, String host, boolean prefixed) throws SyncException {
    assertThat(parse(word)).isEqualTo(new Destination.Remote(text, "jane", login, host, prefixed));
  }

  @Test
  void takesABareHostAsARemoteWithoutLogin() throws SyncException {
    assertThat(parse("beta")).isEqualTo(new Destination.Remote("beta", "jane", "", "beta", false));
  }

  @Test
  void takesWhatIsBeforeTheFirstAtOfABareHostAsTheMailUser() throws SyncException {
    assertThat(parse("joe@beta@x"))
        .isEqualTo(new Destination.Remote("joe@beta@x", "joe", "", "beta@x", false));
  }

  @Test
  void leavesTheUserOfABareHostWithoutALookUpToTheOtherEnd() throws SyncException {
    assertThat(Destination.parse(List.of("beta"), "dsync-server", "jane", false))
        .isEqualTo(new Destination.Remote("beta", "", "", "beta", false));
  }

  @ParameterizedTest
  @CsvSource({"tcp:beta:x", "tcp:beta:70000", "tcp:beta:", "tcp:[::1", "tcp:[::1]x", "tcp:[::1]:"})
  void refusesUnusablePorts(String word) {
    String text = word.substring(4);
    assertThatThrownBy(() -> parse(word))
        .isInstanceOfSatisfying(
            SyncException.class, e -> assertThat(e.grade()).isEqualTo(Grade.TEMPORARY))
        .hasMessage(
            "Port not known for " + text + ". Either set proxy_port or use " + text + ":port");
  }

  @Test
  void refusesEmptyOnes() {
    for (String[] words : new String[][] {{""}, {"tcp:"}, {"remote:"}, {"x@"}, {"", "x"}}) {
      List<String> list = new ArrayList<>(List.of(words));
      assertThatThrownBy(() -> Destination.parse(list, "dsync-server", "jane", false))
          .as("%s", list)
          .isInstanceOf(SyncException.class);
    }
  }

  @Test
  void anotherHostIsOneThatIsNamedAndIsNotThisOne() throws SyncException {
    for (String there : List.of("remote:beta", "remoteprefix:x@beta", "beta", "tcp:beta:1")) {
      assertThat(parse(there).isOnAnotherHost()).as(there).isTrue();
    }
    for (String here :
        List.of(
            "remote:localhost", "tcp:127.0.0.1:1", "tcps:[::1]:1", "tcp:/run/x", "maildir:/x")) {
      assertThat(parse(here).isOnAnotherHost()).as(here).isFalse();
    }
    assertThat(parse("ssh", "beta", "dovetail").isOnAnotherHost()).isFalse();
  }
}

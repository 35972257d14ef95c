package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code -S}: a real doveadm server runs the command that we were given. */
@RequiresDovecot
class DoveadmServerIT {
  private Stage stage;
  private String tcp;

  @BeforeEach
  void prepare() {
    stage = Stages.stage(Pairing.OURS_TO_DOVECOT);
    tcp = "127.0.0.1:" + stage.left().dovecot().doveadmPort();
  }

  @Test
  void runsASyncThroughTheSocket() throws Exception {
    stage.left().save("INBOX", "first");
    String socket = stage.left().dovecot().doveadmSocket().toString();
    List<String> words = line(stage.left().configuration(), "-S", socket, "-f", "-l", "5");
    words.addAll(0, List.of(stage.dovetail().executable().toString()));
    // The socket is for root, or for whoever runs the instance.
    assertSilent(Command.of(words).run());
    stage.assertEqual();
  }

  @Test
  void runsASyncOverTcpAndGoesOnFromItsState() throws Exception {
    stage.left().create("Work");
    stage.left().save("Work", "first");
    String state = "";
    for (int run = 0; run < 2; run++) {
      Command.Result result = run(stage.left().configuration(), "-S", tcp, "-s", state);
      assertThat(result.exit()).as(result.toString()).isZero();
      assertThat(result.errors()).as(result.toString()).isEmpty();
      state = result.text().strip();
      stage.assertEqual();
      stage.left().save("Work", "later");
    }
  }

  @Test
  void takesThePortFromTheConfiguration() throws Exception {
    stage.left().save("INBOX", "first");
    DovecotInstance dovecot = stage.left().dovecot();
    Path configuration = dovecot.configurationWith("doveadm_port = " + dovecot.doveadmPort());
    assertSilent(run(configuration, "-S", "127.0.0.1"));
    stage.assertEqual();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssl", "starttls"})
  void protectsTheConnectionAsDoveadmSslSays(String kind) throws Exception {
    stage.left().save("INBOX", "first");
    DovecotInstance dovecot = stage.left().dovecot();
    int port = kind.equals("ssl") ? dovecot.doveadmTlsPort() : dovecot.doveadmPort();
    String setting = "doveadm_ssl = " + kind + "\ndoveadm_port = " + port;
    String authority = "ssl_client_ca_file = " + dovecot.certificates().authority();
    assertSilent(run(dovecot.configurationWith(setting, authority), "-S", "localhost"));
    stage.assertEqual();
    Command.Result result = run(dovecot.configurationWith(setting), "-S", "localhost");
    assertThat(result.exit()).as(result.toString()).isEqualTo(75);
    assertThat(result.errors()).contains("its issuer is not known here");
    dovecot.forgetLog();
  }

  @Test
  void runsForTheUsersOfAFile() throws Exception {
    Path users = Files.createTempFile(stage.left().dovecot().directory(), "users", "");
    Files.writeString(users, stage.left().user() + "\nnobody@example.com\n");
    stage.left().dovecot().owner().own(users);
    stage.left().save("INBOX", "first");
    List<String> words = new ArrayList<>(List.of("-c", stage.left().configuration().toString()));
    words.addAll(List.of("sync", "-S", tcp, "-F", users.toString()));
    words.addAll(destination());
    Command.Result result = stage.dovetail().run(words);
    assertThat(result.exit()).as(result.toString()).isEqualTo(75);
    assertThat(result.errors()).contains("1 of 2 users synced; failed: nobody@example.com (");
    assertThat(stage.differences()).isEmpty();
    stage.left().dovecot().forgetLog();
  }

  @Test
  void showsWhatTheServerLogsAndHandsItsExitCodeOn() throws Exception {
    Path configuration = stage.left().configuration();
    Command.Result result =
        stage.dovetail().run("-c", configuration.toString(), "sync", "-S", tcp, "-u", "x", "-d");
    assertThat(result.exit()).as(result.toString()).isEqualTo(67);
    assertThat(result.errors())
        .startsWith("dovetail(x): Error: remote(" + tcp + "): ")
        .endsWith("User doesn't exist\n");
    result = run(configuration, "-S", tcp, "-u", stage.left().user(), "-d");
    assertThat(result.errors()).contains("Don't give mail location with -d parameter");
    assertThat(result.exit()).as(result.toString()).isEqualTo(68);
    stage.left().dovecot().forgetLog();
  }

  @Test
  void isRejectedWithAnotherPassword() throws Exception {
    Path configuration = stage.left().dovecot().configurationWith("doveadm_password = wrong");
    Command.Result result = run(configuration, "-S", tcp);
    assertThat(result.exit()).as(result.toString()).isEqualTo(75);
    assertThat(result.errors().lines()).hasSize(1);
    assertThat(result.errors()).contains(tcp + " failed: it rejected the password: ");
    stage.left().dovecot().forgetLog();
  }

  private Command.Result run(Path configuration, String... options)
      throws IOException, InterruptedException {
    return stage.dovetail().run(line(configuration, options));
  }

  private List<String> line(Path configuration, String... options) {
    List<String> words = new ArrayList<>(List.of("-c", configuration.toString(), "sync"));
    words.addAll(List.of("-u", stage.left().user()));
    words.addAll(List.of(options));
    words.addAll(destination());
    return words;
  }

  private List<String> destination() {
    Account right = stage.right();
    return right.dovecot().dsyncServer(right.configuration(), right.user());
  }

  private static void assertSilent(Command.Result result) {
    assertThat(result.exit()).as(result.toString()).isZero();
    assertThat(result.errors()).as(result.toString()).isEmpty();
    assertThat(result.text()).as(result.toString()).isEmpty();
  }
}

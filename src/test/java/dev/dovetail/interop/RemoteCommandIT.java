package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code remote:}, {@code remoteprefix:} and bare hosts, by {@code dsync_remote_cmd}. */
@RequiresDovecot
class RemoteCommandIT {
  /** Two stores of one user; the right one is reached by a script in the place of ssh. */
  private static Stage stage(String command) throws IOException, InterruptedException {
    return Stages.sameUser(
        Pairing.OURS_TO_DOVECOT, "dsync_remote_cmd = " + command.replace("CONF", configuration()));
  }

  private static String configuration() {
    return Stages.dovecot().configuration().toString();
  }

  private static Path script(String name, String... lines) throws IOException {
    return Stages.dovecot().script(name, lines);
  }

  private static Command.Result sync(Stage stage, String... words)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("-c", stage.left().configuration().toString()));
    line.addAll(List.of("sync", "-u", stage.left().user()));
    line.addAll(List.of(words));
    return stage.dovetail().run(line);
  }

  private static String serverOfDovecot() {
    return Stages.dovecot().directory().resolve("clean-doveadm") + " CONF dsync-server";
  }

  @Test
  void runsTheCommandForARemoteAndForABareHost() throws Exception {
    Path ssh =
        script("ssh-like", "[ \"$1\" = -lvmail ] && shift", "[ $1 = beta ] && shift", "\"$@\"");
    Stage stage = stage(ssh + " -l%{login} %{host} " + serverOfDovecot() + " -u%u -U");
    stage.left().save("INBOX", "first");
    for (String destination : List.of("remote:vmail@beta", "remote:beta", "beta")) {
      Command.Result result = sync(stage, destination);
      assertThat(result.exit()).as(result.toString()).isZero();
      assertThat(result.errors()).isEmpty();
      stage.assertEqual();
      stage.right().save("INBOX", "after " + destination);
    }
  }

  @Test
  void namesTheUserFirstBehindRemoteprefix() throws Exception {
    Path wrapper =
        script(
            "dsync-in-wrapper.sh",
            "read username",
            "exec " + serverOfDovecot().replace("CONF", configuration()) + " -u \"$username\"");
    Stage stage = stage(wrapper + " %{host}");
    stage.left().save("INBOX", "first");
    Command.Result result = sync(stage, "remoteprefix:beta");
    assertThat(result.exit()).as(result.toString()).isZero();
    assertThat(result.errors()).isEmpty();
    stage.assertEqual();
  }

  @Test
  void hidesItsOwnEnvironmentFromTheCommand() throws Exception {
    Path ssh = script("show-environment", "env >&2", "exit 75");
    Stage stage = stage(ssh + " %{host}");
    Command.Result result = sync(stage, "remote:beta");
    assertThat(result.exit()).isEqualTo(75);
    assertThat(result.errors())
        .contains("remote(beta): PATH=")
        .doesNotContain("remote(beta): DOVE");
  }

  @Test
  void saysAtOnceThatTheCommandHasEndedAndWhy() throws Exception {
    Path ssh = script("ends-early", "echo \"no such user: $2\" >&2", "exit 67");
    Stage stage = stage(ssh + " %{host} %u");
    long before = System.nanoTime();
    Command.Result result = sync(stage, "remoteprefix:x@beta");
    assertThat(System.nanoTime() - before).isLessThan(15_000_000_000L);
    String user = stage.left().user();
    assertThat(result.exit()).isEqualTo(75);
    assertThat(result.errors())
        .contains("remote(x@beta): no such user: " + user + "\n")
        .contains(
            "Remote command returned error 67 (there is no such user there): "
                + ssh
                + " beta "
                + user);
  }

  @Test
  void runsNothingForNamesThatCouldBeOptions() throws Exception {
    Path ssh = script("never-run", "echo run >&2");
    Stage stage = stage(ssh + " %{host}");
    Command.Result result = sync(stage, "remote:-oProxyCommand=x");
    assertThat(result.exit()).isEqualTo(65);
    assertThat(result.errors())
        .contains("The host name '-oProxyCommand=x' cannot be given to dsync_remote_cmd")
        .doesNotContain("run\n");
  }
}

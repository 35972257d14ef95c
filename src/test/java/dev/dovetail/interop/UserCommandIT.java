package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code doveadm user} and ours, byte for byte, both asking the real auth process. */
@RequiresDovecot
class UserCommandIT {
  private static final String FIXTURE = "user-command";

  private static AuthInstance dovecot;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    dovecot = AuthInstance.start(FIXTURE);
  }

  @AfterAll
  static void stop() throws IOException, InterruptedException {
    dovecot.close();
  }

  static Stream<List<String>> calls() throws IOException {
    return AuthInstance.calls(FIXTURE).stream();
  }

  @ParameterizedTest
  @MethodSource("calls")
  void printsTheSame(List<String> call) throws Exception {
    assertThat(dovecot.ours(call)).isEqualTo(dovecot.doveadm(call));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void printsTheSameWhereNoDovecotRuns(List<String> call) throws Exception {
    List<String> alone = Stream.concat(withoutDovecot(), call.stream()).toList();
    assertThat(dovecot.ours(alone)).isEqualTo(dovecot.doveadm(call));
  }

  /** Ours then reads the configuration's own userdb blocks. */
  private static Stream<String> withoutDovecot() {
    return Stream.of("-o", "auth_socket_path=nobody-listens-here");
  }

  @Test
  void saysOfAnUnusableEntryWhatIsWrong() throws Exception {
    List<String> call = List.of("user", "relative@example.com");
    AuthInstance.Said ours = dovecot.ours(call);
    AuthInstance.Said real = dovecot.doveadm(call);
    assertThat(ours.output()).isEqualTo(real.output());
    assertThat(ours.exit()).isEqualTo(real.exit()).isEqualTo(75);
    assertThat(ours.errors()).contains("'relative/home'", "is not an absolute path");
  }

  @Test
  void asksTheSocketThatIsNamed() throws Exception {
    List<String> call =
        List.of("user", "-a", dovecot.directory() + "/run/auth-userdb", "joe@example.com");
    assertThat(dovecot.ours(call)).isEqualTo(dovecot.doveadm(call));
    call = List.of("user", "-a", "/nowhere", "joe@example.com");
    assertThat(dovecot.ours(call).output()).isEqualTo("field\tvalue\n");
    assertThat(dovecot.ours(call).errors())
        .isEqualTo(
            "doveadm(joe@example.com): Error: auth-master: userdb lookup(joe@example.com):"
                + " connect(/nowhere) failed: No such file or directory\n");
    assertThat(dovecot.ours(call).exit()).isEqualTo(75);
    AuthInstance.Said list = dovecot.ours(List.of("user", "-a", "/nowhere", "*"));
    assertThat(list.errors()).contains("userdb list: connect(/nowhere) failed");
    assertThat(list.exit()).isEqualTo(75);
  }

  @Test
  void sendsNoNameThatTheServerWouldHangUpOn() {
    for (String name : List.of("a".repeat(1000), "a".repeat(5000), "a\nb", "a\tb", "a\0b", "")) {
      AuthInstance.Said said = dovecot.ours(List.of("user", "-u", name));
      assertThat(said.exit()).as(name).isEqualTo(67);
      assertThat(said.errors()).isEmpty();
    }
  }
}

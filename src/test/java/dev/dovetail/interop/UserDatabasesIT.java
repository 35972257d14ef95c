package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of userdb, answered by the real auth process and by our own drivers. */
@RequiresDovecot
class UserDatabasesIT {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "passwd",
        "static",
        "static-by-passdb",
        "several",
        "several-fail",
        "several-failure-ok",
        "several-return",
        "per-domain",
        "deny",
        "variables",
      })
  void answerAlike(String fixture) throws Exception {
    try (AuthInstance dovecot = AuthInstance.start(fixture)) {
      for (List<String> call : AuthInstance.calls(fixture)) {
        AuthInstance.Said real = dovecot.doveadm(call);
        assertThat(withoutOurReasons(dovecot.ours(call), real)).as("%s", call).isEqualTo(real);
        List<String> alone = new ArrayList<>(List.of("-o", "auth_socket_path=nobody"));
        alone.addAll(call);
        AuthInstance.Said ours = withoutOurReasons(dovecot.ours(alone), real);
        assertThat(ours).as("alone: %s", call).isEqualTo(real);
      }
    }
  }

  /** Where doveadm fails without a word, we say why. */
  private static AuthInstance.Said withoutOurReasons(
      AuthInstance.Said ours, AuthInstance.Said real) {
    return real.exit() == 75 && real.errors().isEmpty()
        ? new AuthInstance.Said(ours.output(), "", ours.exit())
        : ours;
  }

  @Test
  void aStaticOneIsListedByItsDirectoriesWhereDovecotCannot() throws Exception {
    try (AuthInstance dovecot = AuthInstance.start("static-by-home")) {
      for (String user : List.of("jane", "joe")) {
        Files.createDirectories(dovecot.directory().resolve("mail/example.com").resolve(user));
      }
      assertThat(dovecot.doveadm(List.of("user", "*")).exit()).isEqualTo(75);
      AuthInstance.Said ours = dovecot.ours(List.of("user", "*"));
      assertThat(ours.exit()).as(ours.toString()).isZero();
      assertThat(ours.errors()).isEmpty();
      assertThat(ours.output().lines())
          .containsExactlyInAnyOrder("jane@example.com", "joe@example.com");
    }
  }
}

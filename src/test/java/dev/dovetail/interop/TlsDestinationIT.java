package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code tcps:}: the other end is a real doveadm server behind TLS. */
@RequiresDovecot
class TlsDestinationIT {
  private static final Certificates CERTIFICATES = Stages.dovecot().certificates();

  private static Stage stage(String... settings) throws IOException, InterruptedException {
    return Stages.sameUser(Pairing.OURS_TO_DOVECOT, settings);
  }

  private static Stage trusting() throws IOException, InterruptedException {
    return stage("ssl_client_ca_file = " + CERTIFICATES.authority());
  }

  private static Command.Result sync(Stage stage, String destination, String... options)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("-c", stage.left().configuration().toString()));
    line.addAll(List.of(options));
    line.addAll(List.of("sync", "-T", "3", "-u", stage.left().user(), destination));
    return stage.dovetail().run(line);
  }

  private static String dovecot(String host) {
    return "tcps:" + host + ":" + Stages.dovecot().doveadmTlsPort();
  }

  private static void assertSynced(Stage stage, Command.Result result) throws Exception {
    assertThat(result.exit()).as(result.toString()).isZero();
    assertThat(result.errors()).isEmpty();
    // Dovecot's log may hold complaints about clients that did not like its certificate.
    assertThat(stage.differences()).isEmpty();
  }

  private static String failure(Command.Result result) {
    assertThat(result.exit()).as(result.toString()).isEqualTo(75);
    assertThat(result.errors().lines()).hasSize(1);
    return result.errors();
  }

  @Test
  void makesBothSidesEqual() throws Exception {
    Stage stage = trusting();
    stage.left().create("Work");
    stage.left().save("INBOX", "first");
    stage.left().save("Work", Account.text("y".repeat(2_000_000)).getBytes());
    assertSynced(stage, sync(stage, dovecot("localhost")));
    stage.right().save("Work", "second");
    assertSynced(stage, sync(stage, dovecot("127.0.0.1")));
  }

  @Test
  void takesTheAuthorityFromADirectoryWithoutHashes() throws Exception {
    Path directory = Files.createTempDirectory(Stages.dovecot().directory(), "ca");
    Files.setPosixFilePermissions(
        directory, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    Stage stage = stage("ssl_client_ca_dir = " + directory);
    stage.left().save("INBOX", "first");
    assertThat(failure(sync(stage, dovecot("localhost"))))
        .contains(
            "its issuer is not known here (tried the CAs in ssl_client_ca_dir = " + directory);
    Files.copy(CERTIFICATES.authority(), directory.resolve("our-ca.crt"));
    assertSynced(stage, sync(stage, dovecot("localhost")));
  }

  @Test
  void believesNobodyByDefaultButAPinnedKey() throws Exception {
    Stage stage = stage();
    stage.left().save("INBOX", "first");
    assertThat(failure(sync(stage, dovecot("localhost"))))
        .contains("neither ssl_client_ca_file nor ssl_client_ca_dir is set");
    String wrong = "dovetail_tls_pin=sha256/" + "A".repeat(43) + "=";
    String said = failure(sync(stage, dovecot("localhost"), "-o", wrong));
    assertThat(said).contains("its key is none of dovetail_tls_pin");
    String pin = said.substring(said.indexOf("sha256/")).strip();
    assertSynced(stage, sync(stage, dovecot("localhost"), "-o", "dovetail_tls_pin=" + pin));
  }

  @ParameterizedTest
  @CsvSource({
    "expired, 'it, or a CA''s, has expired; renew it'",
    "other, it is not for localhost; name the host in the destination as the certificate does",
    "alone, it is self-signed (tried the CAs in ssl_client_ca_file = "
  })
  void refusesACertificateAndSaysWhy(String certificate, String reason) throws Exception {
    Stage stage = trusting();
    int port = DovecotInstance.freePort();
    Process server = CERTIFICATES.serve(certificate, port);
    try {
      await(port);
      assertThat(failure(sync(stage, "tcps:localhost:" + port)))
          .contains("Connecting to the doveadm server at localhost:" + port + " failed: its")
          .contains("its certificate (CN=" + certificate + ", issued by CN=")
          .contains(reason);
      // It goes on, to a server that has nothing to say.
      Command.Result forced =
          sync(stage, "tcps:localhost:" + port, "-v", "-o", "ssl_client_require_valid_cert=no");
      assertThat(forced.errors()).contains("Info: its certificate (CN=", reason);
    } finally {
      server.destroy();
    }
  }

  private static void await(int port) throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      try {
        new Socket("127.0.0.1", port).close();
        return;
      } catch (IOException e) {
        Thread.sleep(50);
      }
    }
  }

  @Test
  void saysThatAPortDoesNotSpeakTls() throws Exception {
    Stage stage = trusting();
    assertThat(failure(sync(stage, "tcps:localhost:" + Stages.dovecot().doveadmPort())))
        .contains("it does not speak TLS; is it a port for tcp:?");
    assertThat(failure(sync(stage, "tcp:localhost:" + Stages.dovecot().doveadmTlsPort())))
        .contains("is it a doveadm server, without TLS?");
  }

  @Test
  void showsACertificateToAServerThatAsks() throws Exception {
    int port = DovecotInstance.freePort();
    Process server = CERTIFICATES.serve("good", port, "-Verify", "1");
    try {
      await(port);
      assertThat(failure(sync(trusting(), "tcps:localhost:" + port)))
          .contains("it wants a client certificate: set ssl_client_cert and ssl_client_key");
      Stage stage =
          stage(
              "ssl_client_ca_file = " + CERTIFICATES.authority(),
              "ssl_client_cert = <" + CERTIFICATES.certificate("other"),
              "ssl_client_key = <" + CERTIFICATES.key("other"));
      assertThat(failure(sync(stage, "tcps:localhost:" + port)))
          .contains("Logging in to", "no answer within 3 seconds");
    } finally {
      server.destroy();
    }
  }
}

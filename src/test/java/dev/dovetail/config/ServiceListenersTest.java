package dev.dovetail.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings of {@code dovetail server} and of TLS. */
class ServiceListenersTest {
  @TempDir Path directory;

  private Settings settings(String text, String... overrides) throws IOException {
    Path file = directory.resolve("dovecot.conf");
    Files.writeString(file, text);
    return ConfigFile.load(file, List.of(overrides));
  }

  @Test
  void readsTheListenersOfServiceDoveadm() throws IOException {
    ServiceListeners listeners =
        settings(
                """
                base_dir = /run/x
                listen = 192.0.2.1, ::1
                service doveadm {
                  inet_listener {
                    port = 24245
                  }
                  inet_listener tls {
                    address = *
                    port = 24246
                    ssl = yes
                  }
                  inet_listener http {
                    port = 8080
                  }
                  inet_listener off {
                    port = 0
                  }
                  unix_listener doveadm-server {
                    mode = 0660
                    user = vmail
                    group = mail
                  }
                  unix_listener none {
                    mode = 0
                  }
                }
                service auth {
                  unix_listener auth-userdb {
                    mode = 0666
                  }
                }
                """)
            .doveadm()
            .listeners();
    assertThat(listeners.inet())
        .containsExactly(
            new InetListener(List.of("192.0.2.1", "::1"), 24245, false),
            new InetListener(List.of("*"), 24246, true));
    assertThat(listeners.unix())
        .containsExactly(new UnixListener("/run/x/doveadm-server", 0660, "vmail", "mail"));
  }

  @Test
  void findsOwnSettingsOutsideAndInsidePlugin() throws IOException {
    assertThat(settings("dovetail_listen = tcp:1\n").dovetail().text("dovetail_listen"))
        .isEqualTo("tcp:1");
    Settings inPlugin = settings("plugin {\n  dovetail_listen = tcp:2\n}\n");
    assertThat(inPlugin.dovetail().text("dovetail_listen")).isEqualTo("tcp:2");
    assertThat(inPlugin.dovetail().maxConnections()).isEqualTo(100);
    assertThat(settings("", "dovetail_listen=tcp:3").dovetail().text("dovetail_listen"))
        .isEqualTo("tcp:3");
    assertThatThrownBy(() -> settings("dovetail_max_connections = 0\n").dovetail().maxConnections())
        .hasMessageContaining("dovetail_max_connections must be a number");
    assertThat(settings("").dovetail().compression()).isFalse();
    assertThat(settings("plugin {\n  dovetail_compression = yes\n}\n").dovetail().compression())
        .isTrue();
    assertThatThrownBy(() -> settings("dovetail_compression = gzip\n").dovetail().compression())
        .hasMessageContaining("dovetail_compression must be yes or no");
  }

  @Test
  void readsCertificatesOfBothSyntaxesFromTheirFilesEachTime() throws IOException {
    Path certificate = directory.resolve("cert.pem");
    for (String text :
        List.of(
            "ssl_cert = <cert.pem\nssl_key = <cert.pem\n",
            "dovecot_config_version = 2.4.0\ndovecot_storage_version = 2.4.0\n"
                + "ssl_server {\n  cert_file = cert.pem\n  key_file = cert.pem\n}\n")) {
      Files.writeString(certificate, "old");
      Settings settings = settings(text);
      assertThat(settings.tlsServer().certificate()).isEqualTo("old");
      Files.writeString(certificate, "new");
      assertThat(settings.tlsServer().key()).isEqualTo("new");
      assertThat(settings.tlsServer().files())
          .containsExactly(certificate.toString(), certificate.toString());
    }
  }

  @Test
  void readsWhatATlsClientBelieves() throws IOException {
    TlsClientSettings settings =
        settings(
                "ssl_client_ca_dir = /ca\nssl_client_require_valid_cert = no\n"
                    + "dovetail_tls_pin = sha256/a  sha256/b\n")
            .tlsClient();
    assertThat(settings.caDirectory()).isEqualTo("/ca");
    assertThat(settings.requireValidCertificate()).isFalse();
    assertThat(settings.pins()).containsExactly("sha256/a", "sha256/b");
    assertThat(settings.minProtocol()).isEqualTo("TLSv1.2");
    TlsClientSettings of24 =
        settings(
                "dovecot_config_version = 2.4.0\ndovecot_storage_version = 2.4.0\n"
                    + "ssl_client {\n  ca_file = /ca.pem\n}\n")
            .tlsClient();
    assertThat(of24.caFile()).isEqualTo("/ca.pem");
    assertThat(of24.requireValidCertificate()).isTrue();
  }
}

package dev.dovetail.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.config.syntax.SettingValues;
import dev.dovetail.interop.RequiresDovecot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same file, read by us and by the real doveconf of 2.3. */
@RequiresDovecot
class DoveconfIT {

  private static final String[] SETTINGS = {
    "auth_socket_path",
    "auth_username_chars",
    "auth_username_format",
    "auth_username_translation",
    "base_dir",
    "default_internal_user",
    "doveadm_allowed_commands",
    "doveadm_password",
    "doveadm_port",
    "doveadm_ssl",
    "doveadm_username",
    "doveadm_worker_count",
    "dsync_alt_char",
    "dsync_commit_msgs_interval",
    "dsync_features",
    "dsync_hashed_headers",
    "dsync_remote_cmd",
    "first_valid_gid",
    "first_valid_uid",
    "hostname",
    "last_valid_gid",
    "last_valid_uid",
    "instance_name",
    "lock_method",
    "log_path",
    "log_timestamp",
    "mail_access_groups",
    "mail_attribute_dict",
    "mail_fsync",
    "mail_gid",
    "mail_home",
    "mail_location",
    "mail_log_prefix",
    "mail_max_lock_timeout",
    "mail_plugins",
    "mail_privileged_group",
    "mail_save_crlf",
    "mail_temp_dir",
    "mail_uid",
    "mailbox_list_index",
    "mmap_disable",
    "replication_dsync_parameters",
    "replication_full_sync_interval",
    "replication_max_conns",
    "replicator_host",
    "replicator_port",
    "ssl_cipher_list",
    "ssl_client_ca_dir",
    "ssl_client_ca_file",
    "ssl_client_require_valid_cert",
    "ssl_min_protocol",
    "state_dir",
    "syslog_facility",
  };

  @TempDir Path directory;

  private static String doveconf(Path file, String setting) throws IOException {
    Process process =
        new ProcessBuilder(
                "doveconf",
                "-h",
                "-x",
                "-P",
                "-f",
                "service=doveadm",
                "-c",
                file.toString(),
                setting)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String value = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return value.endsWith("\n") ? value.substring(0, value.length() - 1) : value;
  }

  private void assertSame(String text) throws IOException {
    Path file = directory.resolve("dovecot.conf");
    Files.writeString(file, text);
    SettingValues ours = ConfigFile.load(file, List.of()).values();
    for (String setting : SETTINGS) {
      assertThat(ours.text(setting)).as(setting).isEqualTo(doveconf(file, setting));
    }
  }

  static Stream<Path> configurations() throws IOException {
    Path fixtures = Path.of(System.getProperty("dovetail.fixtures"), "configurations");
    return Files.list(fixtures).filter(file -> file.toString().endsWith(".conf")).sorted();
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void understandsEachFileAlike(Path file) throws IOException {
    SettingValues ours = ConfigFile.load(file, Path.of("/nowhere"), List.of()).values();
    List<String> lines = new ArrayList<>();
    for (String setting : SETTINGS) {
      lines.add((setting + " = " + ours.text(setting)).stripTrailing());
    }
    assertThat(lines).isEqualTo(doveconf(file));
  }

  /** Lines {@code setting = value}, without blanks at their ends. */
  private static List<String> doveconf(Path file) throws IOException {
    List<String> words = new ArrayList<>(List.of("doveconf", "-x", "-P", "-f", "service=doveadm"));
    words.addAll(List.of("-c", file.toString()));
    words.addAll(List.of(SETTINGS));
    Process process =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (var output = process.inputReader()) {
      return output.lines().map(String::stripTrailing).toList();
    }
  }

  @Test
  void hasTheSameDefaults() throws IOException {
    assertSame("");
  }

  @Test
  void givesTheSameValues() throws IOException {
    Files.createDirectory(directory.resolve("conf.d"));
    Files.writeString(directory.resolve("conf.d/20.conf"), "mail_plugins = $mail_plugins two\n");
    Files.writeString(directory.resolve("conf.d/10.conf"), "mail_plugins =   one   1 \n");
    Files.writeString(directory.resolve("secret"), "pass word\n\n");
    assertSame(
        """
        # a comment \\
        mail_home = "/srv/\\"x\\" # y/%d" # comment
        mail_location = maildir:~/Maildir:INDEX=/var/index/%u \\
           \t:CONTROL=x
        doveadm_password = <secret
        !include conf.d/*.conf
        !include_try nosuch/*.conf
        mail_uid = 'vmail'
        mail_gid = "a" b "c"
        dsync_hashed_headers=Date   From
        hostname = $ENV:NOSUCH x$mail_home
        mail_temp_dir = $mail_plugins "$mail_plugins"
        first_valid_uid=1
        protocol imap {
          mail_fsync = never
        }
        protocol !imap {
          lock_method = dotlock
        }
        remote 10.0.0.0/8 {
          mail_fsync = never
          protocol doveadm {
            mail_fsync = never
          }
        }
        mail_plugins = $mail_plugins three
        protocol doveadm {
          mail_plugins = $mail_plugins four
          mail_attribute_dict = file:%h/x
        }
        service imap {
          process_min_avail = 3
          unix_listener x {
            mode = 0666
          }
        }
        """);
  }
}

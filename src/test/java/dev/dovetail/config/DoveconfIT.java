package dev.dovetail.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.interop.RequiresDovecot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same file, read by us and by the real doveconf of 2.3. */
@RequiresDovecot
class DoveconfIT {

  private static final String[] SETTINGS = {
    "auth_socket_path",
    "auth_username_chars",
    "auth_username_format",
    "base_dir",
    "doveadm_password",
    "doveadm_port",
    "doveadm_username",
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
    "lock_method",
    "mail_attribute_dict",
    "mail_fsync",
    "mail_gid",
    "mail_home",
    "mail_location",
    "mail_plugins",
    "mail_save_crlf",
    "mail_temp_dir",
    "mail_uid",
    "mailbox_list_index",
    "mmap_disable",
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

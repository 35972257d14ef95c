package dev.dovetail.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.cli.line.CommandModel;
import dev.dovetail.cli.line.ParsedLine;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizedKeyTest {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA jane's key";

  @TempDir Path directory;

  private String line(String content, String... words) throws Exception {
    Path file = directory.resolve("key.pub");
    Files.writeString(file, content);
    ParsedLine line = new CommandModel("dovetail").parse(words);
    return AuthorizedKey.line(file, line, "/opt/my dovetail");
  }

  @Test
  void bindsTheKeyToTheForcedCommand() throws Exception {
    assertThat(line(KEY + "\n", "dsync-server", "--print-authorized-key", "x"))
        .isEqualTo("restrict,command=\"'/opt/my dovetail' dsync-server --forced-command\" " + KEY);
  }

  @Test
  void passesTheOtherOptionsOn() throws Exception {
    assertThat(
            line(
                KEY,
                "-c",
                "/a b",
                "dsync-server",
                "-U",
                "--forced-command",
                "--allow-users",
                "*@\"x",
                "--print-authorized-key",
                "x"))
        .isEqualTo(
            "restrict,command=\"'/opt/my dovetail' -c '/a b' dsync-server --forced-command -U"
                + " --allow-users '*@\\\"x'\" "
                + KEY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ssh-ed25519",
        "ssh-ed25519 AAAA",
        "ssh-ed25519 ???",
        "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "command=\"sh\" " + KEY,
        KEY + "\n" + KEY
      })
  void wantsOnePublicKey(String content) {
    assertThatThrownBy(() -> line(content, "dsync-server"))
        .hasMessageContaining("is not one public key");
  }

  @Test
  void leavesPrivateKeysWhereTheyAre() {
    assertThatThrownBy(() -> line("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n", "dsync-server"))
        .hasMessageContaining("give the file that ends with .pub");
  }
}

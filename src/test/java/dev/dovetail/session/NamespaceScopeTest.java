package dev.dovetail.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.brain.Direction;
import dev.dovetail.brain.SyncRequest;
import dev.dovetail.brain.SyncScope;
import dev.dovetail.config.ConfigFile;
import dev.dovetail.config.UserSettings;
import dev.dovetail.log.StderrLog;
import dev.dovetail.wire.item.Handshake;
import dev.dovetail.wire.item.HandshakeBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user with a second namespace, {@code Other/}, that has a location of its own. */
class NamespaceScopeTest {
  @TempDir Path directory;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private NamespaceScope scope;

  @BeforeEach
  void configure() throws IOException {
    Path file = directory.resolve("dovecot.conf");
    Files.writeString(
        file,
        """
        mail_location = maildir:~/Maildir
        namespace inbox {
          inbox = yes
          prefix =
          separator = /
        }
        namespace other {
          prefix = Other/
          separator = /
          location = maildir:~/other
        }
        """);
    UserSettings user =
        ConfigFile.load(file, List.of()).forUser("jane", Map.of("home", directory.toString()));
    scope = new NamespaceScope(user, new StderrLog(said, false));
  }

  @Test
  void asksForThePrefixOfTheNamespaceThatWouldHoldTheName() throws IOException {
    assertThat(scope.ofInitiator(request(Direction.TWO_WAY, false, "Nope/"))).containsExactly("");
    assertThat(said()).contains("-n Nope/: there is no namespace with this prefix");
  }

  @Test
  void asksForNothingByDefault() throws IOException {
    assertThat(scope.ofInitiator(request(Direction.BACKUP, false))).isEmpty();
    assertThat(said()).isEmpty();
  }

  @Test
  void refusesANamespaceThatIsNotServed() {
    for (String prefix : List.of("Other/", "Other/below/")) {
      assertThatThrownBy(() -> scope.ofInitiator(request(Direction.TWO_WAY, false, prefix)))
          .hasMessageStartingWith("Namespace \"Other/\" is not served by this version");
    }
  }

  @Test
  void saysWhatIsLeftOut() throws IOException {
    assertThat(scope.ofInitiator(request(Direction.TWO_WAY, true))).isEmpty();
    scope.ofResponder(initiator().syncVisibleNamespaces(true).build());
    assertThat(said().lines())
        .hasSize(2)
        .allMatch(line -> line.contains("Namespace \"Other/\" is left out"));
  }

  @Test
  void doesNotLetABackupDeleteWhatItLeavesOut() {
    assertThatThrownBy(() -> scope.ofInitiator(request(Direction.BACKUP, true)))
        .hasMessageContaining("would delete it at the destination")
        .hasMessageEndingWith("-n \"\"");
    Handshake fetched = initiator().syncVisibleNamespaces(true).backupSend(true).build();
    assertThatThrownBy(() -> scope.ofResponder(fetched))
        .hasMessageContaining("would delete it at the destination");
  }

  @Test
  void servesOnlyWhatTheInitiatorNamesExactly() throws IOException {
    scope.ofResponder(initiator().syncNsPrefixes(List.of("")).build());
    assertThatThrownBy(
            () -> scope.ofResponder(initiator().syncNsPrefixes(List.of("Other/")).build()))
        .hasMessageContaining("is not served by this version");
    assertThatThrownBy(
            () -> scope.ofResponder(initiator().syncNsPrefixes(List.of("", "Nope/")).build()))
        .hasMessageStartingWith("alpha.test asks for namespace \"Nope/\"");
    assertThat(said()).isEmpty();
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  private static HandshakeBuilder initiator() {
    return Handshake.builder().hostname("alpha.test");
  }

  private static SyncRequest request(Direction direction, boolean all, String... prefixes) {
    SyncScope scope =
        new SyncScope(
            List.of(prefixes),
            all,
            Optional.empty(),
            Optional.empty(),
            false,
            List.of(),
            0,
            0,
            0,
            Optional.empty());
    return new SyncRequest(
        direction, false, Optional.empty(), scope, Optional.empty(), 0, false, false);
  }
}

package dev.dovetail.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.brain.SyncScope;
import dev.dovetail.config.ConfigFile;
import dev.dovetail.config.NamespaceSettings;
import dev.dovetail.config.UserSettings;
import dev.dovetail.failure.Grade;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user with namespaces of every kind. */
class NamespaceScopeTest {
  @TempDir Path directory;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private static final String NAMESPACES =
      """
      mail_location = maildir:~/Maildir
      namespace old {
        prefix = Old/
        separator = /
        alias_for =
      }
      namespace other {
        prefix = Other/
        separator = /
        location = maildir:~/other
      }
      namespace inbox {
        inbox = yes
        prefix =
        separator = /
      }
      namespace secret {
        prefix = Secret/
        separator = /
        hidden = yes
        list = no
        location = maildir:~/secret
      }
      namespace quiet {
        prefix = Quiet/
        separator = /
        hidden = yes
        list = children
        location = maildir:~/quiet
      }
      namespace shared {
        type = shared
        prefix = shared/%%u/
        separator = /
        location = maildir:%%h/Maildir
      }
      """;

  private NamespaceScope scope(String text) throws IOException {
    Path file = directory.resolve("dovecot.conf");
    Files.writeString(file, text);
    UserSettings user =
        ConfigFile.load(file, List.of()).forUser("jane", Map.of("home", directory.toString()));
    return new NamespaceScope(user, new StderrLog(said, false));
  }

  private List<String> byInitiator(boolean all, String... typed) throws IOException {
    return prefixes(scope(NAMESPACES).ofInitiator(asked(all, typed)));
  }

  @Test
  void takesThoseOfTheGlobalLocationByDefault() throws IOException {
    assertThat(byInitiator(false)).containsExactly("");
    assertThat(prefixes(scope(NAMESPACES).ofResponder(initiator().build()))).containsExactly("");
    assertThat(said()).isEmpty();
  }

  @Test
  void takesAllThatAreVisibleAndTheOneWithInboxFirst() throws IOException {
    assertThat(byInitiator(true)).containsExactly("", "Other/", "Quiet/");
    Handshake asking = initiator().syncVisibleNamespaces(true).build();
    assertThat(prefixes(scope(NAMESPACES).ofResponder(asking)))
        .containsExactly("", "Other/", "Quiet/");
  }

  @Test
  void takesThoseThatAreNamed() throws IOException {
    assertThat(byInitiator(false, "Secret/", "", "Secret/")).containsExactly("", "Secret/");
    assertThat(said()).isEmpty();
  }

  @Test
  void takesTheNamespaceThatWouldHoldTheName() throws IOException {
    assertThat(byInitiator(false, "Nope/")).containsExactly("");
    assertThat(byInitiator(false, "Other/below/")).containsExactly("Other/");
    assertThat(byInitiator(false, "inbox")).containsExactly("");
    assertThat(said()).contains("-n Nope/: there is no namespace with this prefix");
  }

  @Test
  void takesAPrefixWithoutItsSeparator() throws IOException {
    assertThat(byInitiator(false, "Other")).containsExactly("Other/");
    assertThat(said()).isEmpty();
  }

  @Test
  void refusesANameThatNoNamespaceWouldHold() {
    String text = NAMESPACES.replace("prefix =\n", "prefix = Mail/\n").replace("alias_for =\n", "");
    for (String name : List.of("", "Nope/")) {
      assertThatThrownBy(() -> scope(text).ofInitiator(asked(false, name)))
          .as(name)
          .hasMessageStartingWith("-n " + name + ": no namespace here has this prefix");
    }
  }

  @Test
  void asksTheOtherEndForWhatIsNamedAndElseForNothing() throws IOException {
    List<NamespaceSettings> chosen = scope(NAMESPACES).ofInitiator(asked(false, "Other/x"));
    assertThat(NamespaceScope.prefixes(asked(false, "Other/x"), chosen)).containsExactly("Other/");
    chosen = scope(NAMESPACES).ofInitiator(asked(true));
    assertThat(NamespaceScope.prefixes(asked(true), chosen)).isEmpty();
  }

  @Test
  void servesOnlyWhatTheInitiatorNamesExactly() throws IOException {
    NamespaceScope scope = scope(NAMESPACES);
    assertThat(prefixes(scope.ofResponder(initiator().syncNsPrefixes(List.of("Other/")).build())))
        .containsExactly("Other/");
    assertThatThrownBy(
            () -> scope.ofResponder(initiator().syncNsPrefixes(List.of("", "Nope/")).build()))
        .hasMessageStartingWith("alpha.test asks for namespace \"Nope/\"");
  }

  @Test
  void refusesOtherUsersMailboxes() {
    for (String name : List.of("shared/%u/", "shared/%%u/", "shared/jane/", "shared/jane/Work")) {
      assertThatThrownBy(() -> byInitiator(false, name))
          .as(name)
          .hasMessageStartingWith("Namespace \"shared/%u/\" holds other users' mailboxes");
    }
    assertThat(said()).isEmpty();
  }

  @Test
  void refusesDifferentSeparatorsInOneSync() {
    String text =
        NAMESPACES.replaceFirst("Other/\n  separator = /", "Other.\n  separator = .\n  list = no");
    assertThatThrownBy(() -> scope(text).ofInitiator(asked(true)))
        .hasMessageContaining("\"Other.\" has '.' and \"\" has '/'")
        .hasFieldOrPropertyWithValue("grade", Grade.CONFIGURATION);
  }

  @Test
  void needsANamespaceOfTheGlobalLocationUnlessToldOtherwise() throws IOException {
    String text = NAMESPACES.replace("inbox = yes", "inbox = yes\n  location = maildir:~/own");
    assertThatThrownBy(() -> scope(text).ofInitiator(asked(false)))
        .hasMessageStartingWith("No namespace uses the global mail location")
        .hasFieldOrPropertyWithValue("grade", Grade.CONFIGURATION);
    assertThat(prefixes(scope(text).ofInitiator(asked(true)))).startsWith("");
  }

  @Test
  void takesTheOneWithInboxAloneWithTheConfigurationOf24() throws IOException {
    String text =
        """
        dovecot_config_version = 2.4.0
        mail_driver = maildir
        mail_path = ~/Maildir
        namespace one {
          inbox = yes
          separator = /
        }
        namespace two {
          prefix = Two/
          separator = /
        }
        """;
    assertThat(prefixes(scope(text).ofInitiator(asked(false)))).containsExactly("");
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  private static List<String> prefixes(List<NamespaceSettings> namespaces) {
    return namespaces.stream().map(NamespaceSettings::prefix).toList();
  }

  private static HandshakeBuilder initiator() {
    return Handshake.builder().hostname("alpha.test");
  }

  private static SyncScope asked(boolean all, String... prefixes) {
    return new SyncScope(
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
  }
}

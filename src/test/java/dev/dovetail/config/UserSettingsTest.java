package dev.dovetail.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.config.syntax.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserSettingsTest {

  @TempDir Path directory;

  private Settings load(String text, String... overrides) throws IOException {
    Path file = directory.resolve("dovecot.conf");
    Files.writeString(file, text);
    return ConfigFile.load(file, List.of(overrides));
  }

  private UserSettings jane(String text) throws IOException {
    return load(text).forUser("jane@example.com", Map.of("home", directory.toString()));
  }

  @Nested
  class Account {

    @Test
    void comesFromTheUserDatabaseBeforeTheSettings() throws IOException {
      Settings settings = load("mail_uid = 1000\nmail_gid = 1001\nmail_home = /srv/%d/%n\n");
      UserSettings own = settings.forUser("jane@example.com", Map.of());
      assertThat(own.uid()).hasValue(1000);
      assertThat(own.gid()).hasValue(1001);
      assertThat(own.home()).contains(Path.of("/srv/example.com/jane"));
      UserSettings looked =
          settings.forUser("jane", Map.of("uid", "2000", "gid", "2001", "home", "/home/%u"));
      assertThat(looked.uid()).hasValue(2000);
      assertThat(looked.gid()).hasValue(2001);
      assertThat(looked.home()).contains(Path.of("/home/%u"));
    }

    @Test
    void mayBeNamed() throws IOException {
      assertThat(
              load("mail_uid = root\nmail_gid = root\nfirst_valid_gid = 0\n")
                  .forUser("x", Map.of("uid", "1000"))
                  .gid())
          .hasValue(0);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "0|Mail access for users with UID 0 not permitted (uid from userdb lookup): use another"
              + " user",
          "100|Mail access for users with UID 100 not permitted (see first_valid_uid in config file,"
              + " uid from userdb lookup).",
          "3000|Mail access for users with UID 3000 not permitted (see last_valid_uid in config file,"
              + " uid from userdb lookup).",
          "nosuchuser|mail_uid: no user 'nosuchuser' on this system; give its number",
        })
    void mustBeAllowed(String uid, String message) throws IOException {
      Settings settings = load("last_valid_uid = 2000\n");
      assertThatThrownBy(() -> settings.forUser("x", Map.of("uid", uid))).hasMessage(message);
    }

    @Test
    void needsAnAbsoluteHome() throws IOException {
      Settings settings = load("");
      assertThatThrownBy(() -> settings.forUser("x", Map.of("home", "srv/x")))
          .hasMessage("The home directory 'srv/x' of user 'x' is not an absolute path");
    }

    @Test
    void neverLeavesThePatternOfHomes() throws IOException {
      Settings settings = load("mail_home = /srv/%n\n");
      assertThatThrownBy(() -> settings.forUser("../../etc", Map.of()))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("'../../etc' cannot be part of a path");
    }
  }

  @Nested
  class Location {

    @Test
    void isDividedIntoItsParts() throws IOException {
      MailLocation location =
          jane("mail_location = maildir:~/M::x:INDEX=/i/%u:CONTROL=~/c:INBOX=in:UTF-8:DIRNAME=.m"
                  + ":LAYOUT=FS:SUBSCRIPTIONS=subs:BROKENCHAR=?:NO-NOSELECT\n")
              .mailLocation();
      assertThat(location.driver()).isEqualTo("maildir");
      assertThat(location.root()).isEqualTo(directory.resolve("M:x"));
      assertThat(location.index()).contains(Path.of("/i/jane@example.com"));
      assertThat(location.control()).contains(directory.resolve("c"));
      assertThat(location.inbox()).contains(directory.resolve("in"));
      assertThat(location.utf8()).isTrue();
      assertThat(location.directoryName()).contains(".m");
      assertThat(location.fullDirectoryName()).isFalse();
      assertThat(location.layout()).isEqualTo("fs");
      assertThat(location.subscriptionsFileName()).isEqualTo("subs");
      assertThat(location.brokenCharacter()).contains('?');
      assertThat(location.dropNoselect()).isTrue();
      assertThat(location.validateNames()).isTrue();
    }

    @Test
    void keepsTheIndexInMemoryIfAsked() throws IOException {
      MailLocation location = jane("mail_location = dbox:~/d:INDEX=MEMORY\n").mailLocation();
      assertThat(location.driver()).isEqualTo("sdbox");
      assertThat(location.indexInMemory()).isTrue();
      assertThat(location.index()).isEmpty();
    }

    @Test
    void isFoundByWhatIsThere() throws IOException {
      UserSettings user = jane("");
      assertThatThrownBy(user::mailLocation)
          .hasMessage(
              "Namespace '': Mail storage autodetection failed with home="
                  + directory
                  + "; set mail_location");
      Files.createDirectories(directory.resolve("Maildir/cur"));
      assertThat(user.mailLocation()).hasToString("maildir:" + directory + "/Maildir");
      Files.createDirectories(directory.resolve("sdbox/mailboxes"));
      assertThat(user.mailLocation().driver()).isEqualTo("sdbox");
      Files.createDirectories(directory.resolve("mdbox/storage"));
      assertThat(user.mailLocation().driver()).isEqualTo("mdbox");
      assertThat(jane("mail_location = ~/Maildir:UTF-8\n").mailLocation().driver())
          .isEqualTo("maildir");
      assertThatThrownBy(jane("mail_location = ~/nosuch\n")::mailLocation)
          .hasMessage(
              "Ambiguous mail location setting, don't know what to do with it: ~/nosuch (try"
                  + " prefixing it with maildir:)");
    }

    @Test
    void needsAHomeOnlyForATilde() throws IOException {
      UserSettings homeless = load("mail_location = maildir:~/M\n").forUser("x", Map.of());
      assertThatThrownBy(homeless::mailLocation)
          .hasMessage(
              "Mail location 'maildir:~/M' cannot be used: the user has no home directory for ~/;"
                  + " set mail_home");
      assertThat(homeless.withMailLocation("maildir:/x/%u").mailLocation().root())
          .isEqualTo(Path.of("/x/%u"));
    }

    @ParameterizedTest
    @CsvSource({"DIRNAME=../x", "SUBSCRIPTIONS=/etc/passwd", "BROKENCHAR=ab"})
    void refusesKeysThatLeadOutOfTheStore(String key) throws IOException {
      assertThatThrownBy(jane("mail_location = maildir:~/M:" + key + "\n")::mailLocation)
          .isInstanceOf(ConfigException.class);
    }

    @Test
    void takesTheEscapeCharacterOfThePlugin() throws IOException {
      String text = "mail_location = maildir:~/M\nmail_plugins = listescape\n";
      assertThat(jane(text).mailLocation().escapeCharacter()).contains('\\');
      assertThat(
              jane(text + "plugin {\n listescape_char = ^\n}\n").mailLocation().escapeCharacter())
          .contains('^');
      assertThat(jane("mail_location = maildir:~/M\n").mailLocation().escapeCharacter()).isEmpty();
    }
  }

  @Nested
  class Fields {

    @Test
    void replaceSettingsAndBecomePluginSettings() throws IOException {
      Settings settings =
          load(
              "mail_location = maildir:~/M\nnamespace inbox {\n inbox = yes\n}\n",
              "plugin/fixed=mine");
      UserSettings user =
          settings.forUser(
              "jane",
              Map.of(
                  "home", "/h",
                  "mail", "sdbox:~/%u",
                  "mail_replica", "tcp:host",
                  "noreplicate", "",
                  "fixed", "theirs",
                  "mail_fsync", "never",
                  "namespace/inbox/separator", "/"));
      assertThat(user.mailLocation()).hasToString("sdbox:/h/%u");
      assertThat(user.mailReplica()).contains("tcp:host");
      assertThat(user.plugin("noreplicate")).contains("yes");
      assertThat(user.plugin("fixed")).contains("mine");
      assertThat(user.mail().fsync()).isEqualTo("never");
      assertThat(user.inboxNamespace().separator()).isEqualTo('/');
      assertThat(settings.mail().fsync()).isEqualTo("optimized");
    }

    @Test
    void withNonsenseAreRefused() throws IOException {
      Settings settings = load("");
      assertThatThrownBy(() -> settings.forUser("x", Map.of("lock_method", "hope")))
          .hasMessage("Invalid settings in userdb: lock_method=hope: Invalid value: hope");
    }
  }

  @Nested
  class Namespaces {

    private static final String MAIL = "mail_location = maildir:/m\n";

    @Test
    void areOneWithTheLayoutsSeparatorIfNoneIsConfigured() throws IOException {
      NamespaceSettings namespace = jane(MAIL).inboxNamespace();
      assertThat(namespace.separator()).isEqualTo('.');
      assertThat(namespace.prefix()).isEmpty();
      assertThat(namespace.subscriptions()).isTrue();
      assertThat(jane("mail_location = maildir:/m:LAYOUT=fs\n").inboxNamespace().separator())
          .isEqualTo('/');
    }

    @Test
    void areReadWithTheirMailboxes() throws IOException {
      List<NamespaceSettings> namespaces =
          jane(MAIL
                  + "namespace pub {\n type = public\n prefix = pub/\n separator = /\n order = 2\n"
                  + " location = mdbox:/pub\n list = children\n subscriptions = no\n}\n"
                  + "namespace inbox {\n inbox = yes\n separator = /\n"
                  + " mailbox Bin {\n special_use = \\Trash\n }\n}\n"
                  + "namespace inbox {\n prefix = INBOX/\n mailbox Bin {\n auto = create\n }\n}\n"
                  + "namespace {\n disabled = yes\n prefix = gone/\n}\n")
              .namespaces();
      assertThat(namespaces).extracting(NamespaceSettings::name).containsExactly("inbox", "pub");
      NamespaceSettings inbox = namespaces.get(0);
      assertThat(inbox.prefix()).isEqualTo("INBOX/");
      assertThat(inbox.specialUse("\\trash")).contains("INBOX/Bin");
      assertThat(inbox.specialUse("\\Junk")).isEmpty();
      assertThat(inbox.mailboxes())
          .containsExactly(new MailboxSettings("Bin", "create", List.of("\\Trash")));
      NamespaceSettings pub = namespaces.get(1);
      assertThat(pub.ownLocation())
          .hasValueSatisfying(l -> assertThat(l).hasToString("mdbox:/pub"));
      assertThat(pub.list()).isEqualTo("children");
      assertThat(pub.subscriptions()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "inbox = no|namespace configuration error: inbox=yes namespace missing",
          "prefix = a|namespace configuration error: list=yes requires prefix=a to end with"
              + " separator .",
          "inbox = yes;list = children|namespace configuration error: list=yes namespace missing",
          "inbox = yes;subscriptions = no|namespace configuration error: subscriptions=yes namespace missing",
        })
    void areChecked(String line, String message) throws IOException {
      UserSettings user = jane(MAIL + "namespace n {\n" + line.replace(';', '\n') + "\n}\n");
      assertThatThrownBy(user::namespaces).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "inbox = yes|There can be only one namespace with inbox=yes",
          "prefix =|Duplicate namespace prefix: \"\"",
          "alias_for = gone/|Invalid namespace alias_for: gone/",
          "prefix = /b/|list=yes requires prefix=/b/ not to start with separator",
          "separator = .|list=yes requires prefix=b/ to end with separator .",
          "prefix = b.;separator = .|All list=yes namespaces must use the same separator",
        })
    void mustFitTogether(String lines, String message) throws IOException {
      UserSettings user =
          jane(
              MAIL
                  + "namespace a {\ninbox = yes\nseparator = /\n}\n"
                  + "namespace b {\nprefix = b/\nseparator = /\n"
                  + lines.replace(';', '\n')
                  + "\n}\nnamespace gone {\nprefix = gone/\ndisabled = yes\n}\n");
      assertThatThrownBy(user::namespaces).hasMessage("namespace configuration error: " + message);
    }
  }

  @Test
  void expandsTheLogPrefix() throws IOException {
    assertThat(jane("").mailLogPrefix("SESSION"))
        .isEqualTo("doveadm(jane@example.com)<" + ProcessHandle.current().pid() + "><SESSION>: ");
  }

  @Nested
  class Version24 {

    private static final String START = "dovecot_config_version = 2.4.1\n";

    @Test
    void putsTheLocationTogetherFromItsSettings() throws IOException {
      MailLocation location =
          jane(START
                  + "mail_driver = maildir\nmail_path = %{home}/M\nmail_index_path = /i/%{user |"
                  + " username}\nmail_inbox_path = in\nmailbox_list_utf8 = yes\n"
                  + "mailbox_list { layout = x }\n".replace("{ layout = x }", "{\n layout = fs\n}")
                  + "mailbox_directory_name = .m\nmailbox_directory_name_legacy = no\n")
              .mailLocation();
      assertThat(location).hasToString("maildir:" + directory + "/M");
      assertThat(location.index()).contains(Path.of("/i/jane"));
      assertThat(location.inbox()).contains(directory.resolve("M/in"));
      assertThat(location.utf8()).isTrue();
      assertThat(location.layout()).isEqualTo("fs");
      assertThat(location.directoryName()).contains(".m");
      assertThat(location.fullDirectoryName()).isTrue();
      assertThat(location.dropNoselect()).isTrue();
    }

    @Test
    void laysDirectoriesOutAsTheVersionOfTheConfigurationDoes() throws IOException {
      for (String version : List.of("2.4.0", "2.4.1", "2.4.2", "2.4.4")) {
        MailLocation location =
            jane("dovecot_config_version = "
                    + version
                    + "\nmail_driver = maildir\nmail_path = /m\nmailbox_directory_name = .m\n")
                .mailLocation();
        assertThat(location.fullDirectoryName())
            .as(version)
            .isEqualTo(version.compareTo("2.4.1") > 0);
      }
    }

    @Test
    void showsTheWholePathOfTheMail() throws IOException {
      String[][] shown = {
        {"~/M/%{user}", directory + "/M/jane@example.com"},
        {"~", directory.toString()},
        {"~bob/x", "~bob/x"},
        {"", ""}
      };
      for (String[] path : shown) {
        UserSettings user = jane(START + "mail_driver = maildir\nmail_path = " + path[0] + "\n");
        assertThat(user.mailLocationText()).isEqualTo(path[1]);
      }
    }

    @Test
    void knowsNamespacesForOtherUsersMailboxes() throws IOException {
      UserSettings user =
          jane(
              START
                  + "mail_driver = maildir\nmail_path = ~/M\n"
                  + "namespace inbox {\n inbox = yes\n separator = /\n}\n"
                  + "namespace shared {\n type = shared\n prefix = shared/$user/\n separator = /\n"
                  + " mail_path = %{owner_home}/M\n}\n");
      assertThat(user.namespaces().get(0).isTemplate()).isFalse();
      assertThat(user.namespaces().get(1).isTemplate()).isTrue();
      assertThat(user.namespaces().get(1).fixedPrefix()).isEqualTo("shared/");
    }

    @Test
    void addsWordsToAListAndTakesThemAwayWhereItIsAFilter() throws IOException {
      String lists =
          START
              + "mail_plugins = one,two\nmail_plugins {\n three = yes\n two = no\n}\n"
              + "protocol doveadm {\n mail_plugins {\n four = yes\n one = no\n }\n}\n"
              + "protocol imap {\n mail_plugins = other\n}\n";
      assertThat(load(lists).mailPlugins()).containsExactly("three", "four");
    }

    @Test
    void readsNamespacesGroupsListsAndReferences() throws IOException {
      UserSettings user =
          jane(
              START
                  + "mail_driver = sdbox\nmail_home = /h/%{user}\nmail_path = $SET:mail_home\n"
                  + "mail_plugins {\n notify = yes\n quota = no\n}\n"
                  + "mail_plugins {\n acl = yes\n}\n"
                  + "@mailbox_defaults = english\n"
                  + "namespace inbox {\n namespace_inbox = yes\n separator = /\n"
                  + " mailbox Old {\n special_use = \\Archive\n }\n}\n"
                  + "namespace other {\n prefix = o/\n mail_path = /o\n}\n"
                  + "mail_attribute {\n dict file {\n path = %{home}/attributes\n }\n}\n");
      assertThat(user.settings().isVersion24()).isTrue();
      assertThat(user.settings().mailPlugins()).containsExactly("notify", "acl");
      assertThat(user.mailLocation()).hasToString("sdbox:/h/jane@example.com");
      assertThat(user.inboxNamespace().specialUse("\\Trash")).contains("Trash");
      assertThat(user.inboxNamespace().specialUse("\\Archive")).contains("Old");
      assertThat(user.inboxNamespace().ownLocation()).isEmpty();
      assertThat(user.namespaces().get(1).ownLocation())
          .hasValueSatisfying(l -> assertThat(l).hasToString("sdbox:/o"));
      assertThat(user.mailAttributeDict()).isEqualTo("file:" + directory + "/attributes");
    }

    @Test
    void readsDatabases() throws IOException {
      Settings settings =
          load(
              START
                  + "userdb passwd-file {\n passwd_file_path = /etc/users\n"
                  + " fields {\n home:default = /h\n uid = 5\n }\n}\n"
                  + "passdb static {\n password = x\n}\n");
      AuthDatabase userdb = settings.auth().userdbs().get(0);
      assertThat(userdb.driver()).isEqualTo("passwd-file");
      assertThat(userdb.args()).isEqualTo("/etc/users");
      assertThat(userdb.defaultFields()).containsExactly("home=/h");
      assertThat(userdb.overrideFields()).containsExactly("uid=5");
      assertThat(settings.auth().passdbs())
          .extracting(AuthDatabase::driver)
          .containsExactly("static");
    }
  }
}

package dev.dovetail.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.config.syntax.ConfigException;
import dev.dovetail.config.syntax.ConfigException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The expectations were taken from doveconf 2.3.19.1, unless a test says that we differ. */
class ConfigFileTest {

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void place() {
    file = directory.resolve("dovecot.conf");
  }

  private Settings load(String text, String... overrides) throws IOException {
    Files.writeString(file, text);
    return ConfigFile.load(file, List.of(overrides));
  }

  /** The raw text of any setting, as the parser leaves it. */
  private String value(String name, String text) throws IOException {
    return load(text).values().text(name);
  }

  private void assertBroken(String text, int line, String reason) throws IOException {
    Files.writeString(file, text);
    assertThatThrownBy(() -> ConfigFile.load(file, List.of()))
        .isInstanceOfSatisfying(
            ConfigException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BROKEN))
        .hasMessage("Error in configuration file " + file + " line " + line + ": " + reason);
  }

  @Nested
  class Values {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "mail_home = 'a b'|a b",
          "mail_home = 'a\\' b'|a' b",
          "mail_home = \"a\" b \"c\"|a\" b \"c",
          "mail_home = \"a\\\"b\"   # foo|a\"b",
          "mail_home = \"a # b|\"a # b",
          "mail_home = a \"b # c\" d|a \"b # c\" d",
          "mail_home=x y=z|x y=z",
          "` mail_home\t=\tx y\t `|x y",
          "mail_home = a#b|a",
          "mail_home = a   b|a   b",
          "mail_home = x <file|x <file",
          "mail_home = \"<file\"|<file",
        })
    void areReadAsDoveconfReadsThem(String line, String expected) throws IOException {
      assertThat(value("mail_home", line + "\n")).isEqualTo(expected);
    }

    @Test
    void ofContinuedLinesAreJoinedByOneBlank() throws IOException {
      assertThat(value("mail_home", "mail_home = a\\\nb\n")).isEqualTo("a b");
      assertThat(value("mail_home", "mail_home = a:b \\\n  :c\n")).isEqualTo("a:b :c");
      assertThat(value("mail_home", "mail_home = x \\ \n mail_plugins=y\n"))
          .isEqualTo("x mail_plugins=y");
    }

    @Test
    void aCommentIsNotContinued() throws IOException {
      assertThat(value("mail_home", "#comment \\\nmail_home = c\n")).isEqualTo("c");
    }

    @Test
    void referToSettingsAsTheyAreAtThatLine() throws IOException {
      assertThat(
              value(
                  "mail_home", "mail_plugins = 1\nmail_home = $mail_plugins x\nmail_plugins = 2\n"))
          .isEqualTo("1 x");
      assertThat(
              value(
                  "mail_plugins",
                  "mail_plugins = 1\nmail_plugins = $mail_plugins x\n"
                      + "mail_plugins =   $mail_plugins   y  z\n"))
          .isEqualTo("1 x y z");
    }

    @Test
    void referOnlyByWholeUnquotedWords() throws IOException {
      assertThat(value("mail_home", "mail_home = x$mail_plugins\n")).isEqualTo("x$mail_plugins");
      assertThat(value("mail_home", "mail_home = \"$mail_plugins\"\n")).isEqualTo("$mail_plugins");
    }

    @Test
    void mayComeFromTheEnvironment() throws IOException {
      assertThat(value("mail_home", "mail_home = $ENV:PATH x\n"))
          .isEqualTo(System.getenv("PATH") + " x");
      assertThat(value("mail_home", "mail_home = $ENV:NO_SUCH_THING\n")).isEmpty();
    }

    @Test
    void thatReferToNothingAreErrorsOnlyInOurSettings() throws IOException {
      assertBroken("\nmail_home = a $nosuch x\n", 2, "Unknown variable: $nosuch");
      assertThat(load("import_environment = $import_environment A=b\n").list(false))
          .extracting(ListedSetting::value)
          .contains("$import_environment A=b");
    }

    @Test
    void fromAFileKeepItsLastNewline() throws IOException {
      Files.writeString(directory.resolve("secret"), "word\n");
      assertThat(load("doveadm_password = <secret\n").doveadm().password()).isEqualTo("word\n");
    }

    @Test
    void fromAFileAreReadOnlyWhenNeeded() throws IOException {
      Settings settings = load("doveadm_password = <nosuch\nssl_key = </root/nosuch\n");
      assertThatThrownBy(settings.doveadm()::password)
          .hasMessage(
              "Error in configuration file "
                  + file
                  + " line 1: doveadm_password: Can't open file nosuch: No such file or"
                  + " directory");
    }
  }

  @Nested
  class Types {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "mail_fsync = bad|Invalid value: bad",
          "mail_save_crlf = true|Invalid boolean value: true (use yes or no)",
          "doveadm_port = 70000|Invalid port number 70000",
          "dsync_commit_msgs_interval = x|Invalid number x: Not a valid number",
          "first_valid_uid = abc|Invalid number abc: Not a valid number",
          "last_valid_gid = x|Invalid number x: Not a valid number",
          "replication_max_conns = some|Invalid number some: Not a valid number",
          "replication_full_sync_interval = 12|Time interval '12' is missing units (add e.g. 's' for seconds)",
          "replicator_port = 70000|Invalid port number 70000",
          "mail_nfs_index = true|Invalid boolean value: true (use yes or no)",
          "dsync_alt_char =|dsync_alt_char must not be empty",
          "dsync_hashed_headers =|dsync_hashed_headers must not be empty",
          "dsync_features = foo|dsync_features: Unknown feature: foo",
        })
    void areChecked(String line, String reason) throws IOException {
      assertBroken("# first\n" + line + "\n", 2, reason);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "list = maybe|Invalid value: maybe",
          "hidden = true|Invalid boolean value: true (use yes or no)",
          "order = -1|Invalid number -1: Number too small",
          "type = own|Invalid value: own",
          "separator = //|Namespace 'b/': Hierarchy separator must be only one character long",
          "alias_for = c/|Namespace 'b/': alias_for points to unknown namespace: c/",
          "alias_for = b/|Namespace 'b/': alias_for chaining isn't allowed: b/ -> b/",
        })
    void ofNamespacesAreCheckedEvenIfNobodyUsesThem(String line, String reason) throws IOException {
      assertBroken("namespace b {\nprefix = b/\n" + line + "\n}\n", 3, reason);
    }

    @Test
    void ofAMailboxAreCheckedToo() throws IOException {
      assertBroken(
          "namespace b {\nmailbox Bin {\nauto = perhaps\n}\n}\n", 3, "Invalid value: perhaps");
    }

    @Test
    void haveDovecotsDefaults() throws IOException {
      Settings settings = load("");
      assertThat(settings.isVersion24()).isFalse();
      assertThat(settings.mail().fsync()).isEqualTo("optimized");
      assertThat(settings.mail().lockMethod()).isEqualTo("fcntl");
      assertThat(settings.dsync().hashedHeaders()).containsExactly("Date", "Message-ID");
      assertThat(settings.dsync().commitMessagesInterval()).isEqualTo(100);
      assertThat(settings.dsync().altChar()).isEqualTo('_');
      assertThat(settings.auth().socketPath()).isEqualTo("/run/dovecot/auth-userdb");
      assertThat(settings.remoteCommand().command())
          .isEqualTo("ssh -l%{login} %{host} doveadm dsync-server -u%u -U");
      assertThat(settings.mail().listIndex()).isTrue();
    }
  }

  @Nested
  class Structure {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "namespace inbox { inbox = yes }|Garbage after '{'",
          "mail_home|Expecting '{'",
          "mail home = x|Expecting '{'",
          "namespace a b {|Expecting '{'",
          "namespace x{|Expecting '{'",
          "}|Unexpected '}'",
          "= x|Missing key name ('=' at the beginning of line)",
          "!include nosuch*|No matches",
          "!include nosuch|No matches",
          "!foo bar|Expecting '{'",
          "mail_location {|mail_location is a setting, not a section: expecting '='",
        })
    void mustBeRight(String line, String reason) throws IOException {
      assertBroken(line + "\n", 1, reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"service x {\n a = b\n", "protocol imap {\n", "plugin {\n a = b\n"})
    void mustNotEndWithTheFile(String section) {
      assertThatThrownBy(() -> load("mail_home = /x\n" + section))
          .isInstanceOf(ConfigException.class)
          .hasMessage(
              "Error in configuration file "
                  + file
                  + ": Missing '}' (section started at "
                  + file
                  + ":2)");
    }

    @Test
    void mayBeClosedInAnotherFile() throws IOException {
      Files.writeString(file.resolveSibling("open"), "protocol imap {\n");
      assertThat(value("mail_home", "!include open\nmail_home = imap\n}\nmail_home = all\n"))
          .isEqualTo("all");
    }

    @Test
    void ofWhatIsNotOursIsSkipped() throws IOException {
      assertThat(
              value(
                  "mail_home",
                  "service imap {\n unix_listener x {\n mail_home = no\n }\n}\n"
                      + "nosuch = $what\nmail_home = /yes\n"))
          .isEqualTo("/yes");
    }

    @Test
    void keepsFiltersForOtherServicesOut() throws IOException {
      String text =
          "protocol imap {\n mail_home = imap\n}\n"
              + "local 1.2.3.4 {\n protocol doveadm {\n mail_home = local\n }\n}\n"
              + "protocol {\n mail_home = none\n}\n";
      assertThat(value("mail_home", text)).isEmpty();
    }

    @Test
    void letsAMatchingFilterWinWhereverItStands() throws IOException {
      assertThat(value("mail_home", "protocol doveadm {\n mail_home = d\n}\nmail_home = g\n"))
          .isEqualTo("d");
      assertThat(
              value(
                  "mail_plugins",
                  "mail_plugins = g\nprotocol doveadm {\n mail_plugins = d $mail_plugins\n}\n"))
          .isEqualTo("d g");
      assertThat(value("mail_home", "protocol !imap {\n mail_home = d\n}\n")).isEqualTo("d");
    }

    @Test
    void refusesFiltersInTheWrongOrder() throws IOException {
      assertBroken(
          "protocol imap {\n local 1.2.3.4 {\n",
          2,
          "protocol { local { .. } } not allowed (use local { protocol { .. } } instead)");
      assertBroken(
          "protocol imap {\n protocol doveadm {\n",
          2,
          "Nested protocol { protocol { .. } } block not allowed");
    }

    @Test
    void putsDatabasesOfAFilterFirst() throws IOException {
      Settings settings =
          load(
              "protocol doveadm {\n userdb {\n driver = static\n }\n}\n"
                  + "userdb {\n driver = passwd\n}\n");
      assertThat(settings.auth().userdbs())
          .extracting(AuthDatabase::driver)
          .containsExactly("static", "passwd");
    }

    @Test
    void mergesPluginBlocks() throws IOException {
      Settings settings = load("plugin {\n a = b\n c = d\n}\nplugin {\n a = e\n}\nplugin/x = 3\n");
      assertThat(settings.plugin("a")).contains("e");
      assertThat(settings.plugin("c")).contains("d");
      assertThat(settings.plugin("x")).contains("3");
      assertThat(settings.plugin("y")).isEmpty();
    }
  }

  @Nested
  class Includes {

    @Test
    void areReadInTheOrderOfTheirNames() throws IOException {
      Path parts = Files.createDirectory(directory.resolve("conf.d"));
      Files.writeString(parts.resolve("20.conf"), "mail_plugins = $mail_plugins two\n");
      Files.writeString(parts.resolve("10.conf"), "mail_plugins = one\n");
      Files.writeString(parts.resolve(".hidden.conf"), "mail_plugins = hidden\n");
      Files.writeString(parts.resolve("30.txt"), "mail_plugins = text\n");
      assertThat(value("mail_plugins", "!include conf.d/*.conf\n!include_try nosuch.conf\n"))
          .isEqualTo("one two");
    }

    @Test
    void mayStandInsideASection() throws IOException {
      Files.writeString(directory.resolve("part"), "driver = static\n");
      assertThat(load("userdb {\n !include part\n}\n").auth().userdbs())
          .extracting(AuthDatabase::driver)
          .containsExactly("static");
    }

    @Test
    void thatLoopAreRefused() throws IOException {
      Path other = directory.resolve("other.conf");
      Files.writeString(other, "!include dovecot.conf\n");
      Files.writeString(file, "!include other.conf\n");
      assertThatThrownBy(() -> ConfigFile.load(file, List.of()))
          .hasMessage(
              "Error in configuration file " + other + " line 1: Recursive include file: " + file);
    }
  }

  @Nested
  class Overriding {

    @Test
    void beatsTheFileAndIsNotExpanded() throws IOException {
      Settings settings =
          load(
              "mail_home = /a\nplugin {\n x = 1\n}\nnamespace inbox {\n separator = .\n"
                  + " inbox = yes\n}\nmail_location = maildir:~/M\n",
              "mail_home=/srv/%u",
              "plugin/x=2",
              "plugin/y=3",
              "namespace/inbox/separator=/",
              "namespace/nosuch/separator=x",
              "nosuch=1");
      UserSettings user = settings.forUser("jane", java.util.Map.of());
      assertThat(user.home()).contains(Path.of("/srv/%u"));
      assertThat(user.plugin("x")).contains("2");
      assertThat(user.plugin("y")).contains("3");
      assertThat(user.inboxNamespace().separator()).isEqualTo('/');
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "foo|foo: Missing '='",
          "=3|=3: Missing key name ('=' at the beginning of line)",
          "mail_fsync=bad|mail_fsync=bad: Invalid value: bad",
        })
    void isRefusedIfItMakesNoSense(String override, String message) {
      assertThatThrownBy(() -> ConfigFile.none(List.of(override)))
          .isInstanceOfSatisfying(
              ConfigException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREADABLE))
          .hasMessage("Error reading configuration: Invalid -o parameter " + message);
    }
  }

  @Test
  void saysThatTheFileIsMissing() {
    assertThatThrownBy(() -> ConfigFile.load(file, List.of()))
        .isInstanceOfSatisfying(
            ConfigException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREADABLE))
        .hasMessage(
            "Error reading configuration: stat(" + file + ") failed: No such file or directory");
  }

  @Test
  void neverFailsOtherwiseThanByItsOwnException() throws IOException {
    String seed24 =
        "dovecot_config_version = 2.4.1\nmail_path = $SET:mail_home/x\nmail_plugins {\n a = yes\n}\n"
            + "group @g n {\n mailbox X {\n special_use = \\Trash\n }\n}\n"
            + "namespace inbox {\n inbox = yes\n @g = n\n}\nuserdb static {\n fields {\n a = b\n }\n}\n"
            + "mail_home = <<END\n/x\nEND\n";
    String seed23 =
        "mail_location = maildir:~/M:INDEX=/i/%u\nnamespace inbox {\n inbox = yes\n separator = /\n"
            + " mailbox \"A B\" {\n special_use = \\Trash\n }\n}\nprotocol !imap {\n mail_home = /h/%n\n}\n"
            + "plugin {\n a = $mail_home\n}\nuserdb {\n driver = static\n args = uid=1 home=/x/%d\n}\n"
            + "!include_try *.nosuch\nmail_uid = 1000\nmail_gid = 100 \\\n # x\n";
    for (int seed = 0; seed < 3000; seed++) {
      byte[] bytes = mutate(seed % 2 == 0 ? seed23 : seed24, new Random(seed));
      Files.write(file, bytes);
      try {
        UserSettings user =
            ConfigFile.load(file, List.of()).forUser("jane@example.com", java.util.Map.of());
        user.namespaces();
        user.mailLogPrefix("s");
      } catch (ConfigException e) {
        assertThat(e.getMessage()).isNotEmpty().doesNotContain("\n");
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  private static byte[] mutate(String text, Random random) {
    StringBuilder mutated = new StringBuilder(text);
    for (int i = random.nextInt(6); i >= 0 && mutated.length() > 0; i--) {
      int at = random.nextInt(mutated.length());
      switch (random.nextInt(4)) {
        case 0 -> mutated.deleteCharAt(at);
        case 1 -> mutated.insert(at, "{}=\"'\\$%<>\n\0#!/:~@ é".charAt(random.nextInt(20)));
        case 2 -> mutated.setCharAt(at, (char) random.nextInt(256));
        default -> mutated.insert(at, text, 0, random.nextInt(text.length()));
      }
    }
    return mutated.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Nested
  class OurOwnFile {

    private Settings load(String dovecot, String own, String... overrides) throws IOException {
      Path first = Files.writeString(directory.resolve("first.conf"), dovecot);
      Path second = Files.writeString(directory.resolve("second.conf"), own);
      return ConfigFile.load(first, second, List.of(overrides));
    }

    @Test
    void fillsInWhatDovecotsDoesNotSay() throws IOException {
      String own =
          "mail_replica = tcp:own\nmail_replica2 = tcp:other\nreplication_max_conns = 3\n"
              + "plugin {\n  x = own\n}\n";
      Settings settings = load("dovecot_config_version = 2.4.0\n", own);
      assertThat(settings.plugin("mail_replica")).contains("tcp:own");
      assertThat(settings.plugin("mail_replica2")).contains("tcp:other");
      assertThat(settings.plugin("x")).contains("own");
      assertThat(settings.list(false))
          .filteredOn(setting -> setting.name().equals("replication_max_conns"))
          .extracting(ListedSetting::value)
          .containsExactly("3");
    }

    @Test
    void losesAgainstDovecotsAndThatAgainstAnOverride() throws IOException {
      String dovecot = "plugin {\n  dovetail_vanished_mail = expunge\n}\n";
      String own = "dovetail_vanished_mail = restore\n";
      assertThat(load(dovecot, own).dovetail().text("dovetail_vanished_mail")).isEqualTo("expunge");
      assertThat(
              load(dovecot, own, "plugin/dovetail_vanished_mail=restore")
                  .plugin("dovetail_vanished_mail"))
          .contains("restore");
    }
  }

  @Nested
  class Listed {

    @Test
    void haveTheirPlaceAndNoSecret() throws IOException {
      Settings settings =
          load(
              """
              mail_home = /srv/%n
              doveadm_password = hush
              userdb {
                driver = static
              }
              service imap {
                unix_listener x {
                  mode = 0666
                }
              }
              """);
      assertThat(settings.list(false))
          .extracting(setting -> setting.name() + "=" + setting.value())
          .containsExactly(
              "doveadm_password=(not shown)",
              "mail_home=/srv/%n",
              "userdb/1/driver=static",
              "service/imap/unix_listener/x/mode=0666");
      assertThat(settings.list(false).get(1).origin()).endsWith("dovecot.conf:1");
      assertThat(settings.list(true)).extracting(ListedSetting::origin).contains("default");
    }

    @Test
    void showsOursInPluginAsWhatCounts() throws IOException {
      Settings settings = load("plugin {\n dovetail_compression = yes\n}\n");
      assertThat(settings.list(true))
          .filteredOn(setting -> setting.name().equals("dovetail_compression"))
          .singleElement()
          .satisfies(setting -> assertThat(setting.value()).isEqualTo("yes"))
          .satisfies(setting -> assertThat(setting.origin()).endsWith("dovecot.conf:2"));
    }
  }
}

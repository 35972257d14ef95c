package dev.dovetail.userdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.config.ConfigFile;
import dev.dovetail.config.variable.AuthInfo;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import dev.dovetail.log.StderrLog;
import dev.dovetail.os.Accounts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserDirectoriesTest {

  @TempDir Path directory;

  private static final String USERS =
      """
      # comment
      jane@example.com:{PLAIN}x:5000:5001:Jane Doe:/srv/mail/%u:/bin/sh:userdb_mail=maildir:~/%n:INDEX=/i userdb_mail_replica=tcp:beta userdb_noreplicate nopassword

      joe@example.com:{PLAIN}x::::/srv/mail/joe::
      Upper@example.com:x:1:1::/x
      short@example.com:x
      old@example.com:x:1:1::/x:::maildir:~/old
      named@example.com:x:daemon:daemon::/x
      root@example.com:x:root:1::/x
      wrong@example.com:x:nosuchuser:1::/x
      jane@example.com:x:9:9::/second
      :nobody
      """;

  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  private String warnings() {
    return errors.toString(StandardCharsets.UTF_8);
  }

  private UserDirectory of(String text) throws IOException {
    Path file = directory.resolve("dovecot.conf");
    Files.writeString(file, "base_dir = " + directory + "/run\n" + text);
    Files.writeString(directory.resolve("users"), USERS);
    return UserDirectories.of(
        ConfigFile.load(file, List.of()), AuthInfo.OWN, new StderrLog(errors, false));
  }

  private String passwdFile(String more) {
    return "userdb {\n driver = passwd-file\n args = scheme=plain username_format=%u "
        + directory
        + "/users\n"
        + more
        + "}\n";
  }

  private static final String REMEDY =
      "; start Dovecot or let this user reach its socket, or use a configuration (-c) with a"
          + " passwd-file, passwd or static userdb";

  private static final String STATIC =
      "userdb {\n driver = static\n args = uid=7 gid=8 home=/h/%d/%n mail_replica=tcp:%d"
          + " allow_all_users=yes\n}\n";

  @Nested
  class PasswdFiles {

    @Test
    void answerInTheOrderOfTheFile() throws IOException {
      User jane = of(passwdFile("")).lookup("jane@example.com").orElseThrow();
      assertThat(jane.name()).isEqualTo("jane@example.com");
      assertThat(jane.fields())
          .containsExactly(
              Map.entry("uid", "5000"),
              Map.entry("gid", "5001"),
              Map.entry("home", "/srv/mail/%u"),
              Map.entry("mail", "maildir:~/jane:INDEX=/i"),
              Map.entry("mail_replica", "tcp:beta"),
              Map.entry("noreplicate", ""));
    }

    @Test
    void leaveOutEmptyColumns() throws IOException {
      assertThat(of(passwdFile("")).lookup("joe@example.com").orElseThrow().fields())
          .containsExactly(Map.entry("home", "/srv/mail/joe"));
    }

    @Test
    void knowTheOldPlaceOfTheMailLocation() throws IOException {
      assertThat(of(passwdFile("")).lookup("old@example.com").orElseThrow().mail())
          .contains("maildir:~/old");
    }

    @Test
    void mayNameAccounts() throws IOException {
      assertThat(of(passwdFile("")).lookup("named@example.com").orElseThrow().uid())
          .contains(String.valueOf(Accounts.number("daemon", false)));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "nobody@example.com",
          "short@example.com",
          "wrong@example.com",
          "root@example.com",
          "Upper@example.com",
          "../users",
          "..",
          "jane@example.com\n",
          "ja\0ne",
          "jäne@example.com",
          "ja%ne@example.com",
          "ja:ne",
          "",
        })
    void doNotKnow(String name) throws IOException {
      assertThat(of(passwdFile("")).lookup(name)).isEmpty();
    }

    @Test
    void findNamesInTheirNormalForm() throws IOException {
      assertThat(of(passwdFile("")).lookup("JANE@Example.com").orElseThrow().name())
          .isEqualTo("jane@example.com");
      assertThat(of("auth_username_format = %u\n" + passwdFile("")).lookup("Upper@example.com"))
          .isPresent();
    }

    @Test
    void listAllThatMatchEvenWhatCannotBeLookedUp() throws IOException {
      UserDirectory users = of(passwdFile(""));
      assertThat(Listed.names(users, UserMask.all()))
          .containsExactly(
              "jane@example.com",
              "joe@example.com",
              "Upper@example.com",
              "short@example.com",
              "old@example.com",
              "named@example.com",
              "root@example.com",
              "wrong@example.com",
              "jane@example.com");
      assertThat(Listed.names(users, new UserMask("J*")))
          .containsExactly("jane@example.com", "joe@example.com", "jane@example.com");
    }

    @Test
    void mayDependOnTheUserButCannotBeListedThen() throws IOException {
      Files.writeString(directory.resolve("example.com"), "jane:x:1:1::/j\n");
      UserDirectory users =
          of(
              "userdb {\n driver = passwd-file\n args = username_format=%n "
                  + directory
                  + "/%d\n}\n");
      assertThat(users.lookup("jane@example.com").orElseThrow().home()).contains("/j");
      assertThatThrownBy(() -> users.lookup("jane@..")).isInstanceOf(SyncException.class);
      assertThatThrownBy(() -> Listed.names(users, UserMask.all()))
          .hasMessage(
              "Cannot list users: userdb passwd-file: the path of its file contains variables. Name"
                  + " the users with -u or in a file with -F");
    }

    @Test
    void areReadAgainWhenTheyChange() throws IOException {
      UserDirectory users = of(passwdFile(""));
      assertThat(users.lookup("new@example.com")).isEmpty();
      Files.writeString(directory.resolve("users"), USERS + "new@example.com:x:1:1::/new\n");
      assertThat(users.lookup("new@example.com")).isPresent();
    }

    @Test
    void thatCannotBeReadAreATemporaryFailure() throws IOException {
      UserDirectory users =
          of("userdb {\n driver = passwd-file\n args = " + directory + "/nosuch\n}\n");
      assertThatThrownBy(() -> users.lookup("jane"))
          .isInstanceOfSatisfying(
              SyncException.class, e -> assertThat(e.grade()).isEqualTo(Grade.TEMPORARY))
          .hasMessage(
              "Cannot read the passwd-file " + directory + "/nosuch: No such file or directory");
    }

    @Test
    void takeDefaultsBeforeAndOverridesAfterTheirOwnFields() throws IOException {
      UserDirectory users =
          of(
              passwdFile(
                  " default_fields = home=/default/%n quota=1\n override_fields = uid=42 x=%d\n"));
      assertThat(users.lookup("joe@example.com").orElseThrow().fields())
          .isEqualTo(
              Map.of("home", "/srv/mail/joe", "quota", "1", "uid", "42", "x", "example.com"));
    }

    @Test
    void survivesAnyFile() throws IOException {
      for (int seed = 0; seed < 100; seed++) {
        Random random = new Random(seed);
        StringBuilder mutated = new StringBuilder(USERS);
        for (int i = random.nextInt(20); i >= 0; i--) {
          mutated.setCharAt(
              random.nextInt(mutated.length()), ":%{} =\n\0é/".charAt(random.nextInt(10)));
        }
        UserDirectory users = of(passwdFile(""));
        Files.write(
            directory.resolve("users"), mutated.toString().getBytes(StandardCharsets.UTF_8));
        try {
          for (String name : Listed.names(users, UserMask.all())) {
            users.lookup(name);
          }
        } catch (SyncException e) {
          assertThat(e.getMessage()).doesNotContain("\n");
        } catch (RuntimeException e) {
          throw new AssertionError("seed " + seed, e);
        }
      }
    }
  }

  @Nested
  class Static {

    @Test
    void answersTheSameForAll() throws IOException {
      assertThat(of(STATIC).lookup("jane@example.com").orElseThrow().fields())
          .containsExactly(
              Map.entry("uid", "7"),
              Map.entry("gid", "8"),
              Map.entry("home", "/h/example.com/jane"),
              Map.entry("mail_replica", "tcp:example.com"));
    }

    @Test
    void asksThePassdbWhoExists() throws IOException {
      String text =
          "passdb {\n driver = passwd-file\n args = "
              + directory
              + "/users\n}\nuserdb {\n driver = static\n args = uid=7 home=/h/%n\n}\n";
      assertThat(of(text).lookup("jane@example.com")).isPresent();
      assertThat(of(text).lookup("nobody@example.com")).isEmpty();
    }

    @Test
    void cannotGuessWhatAnotherPassdbKnows() throws IOException {
      UserDirectory users =
          of("passdb {\n driver = pam\n}\nuserdb {\n driver = static\n args = uid=7\n}\n");
      assertThatThrownBy(() -> users.lookup("jane"))
          .hasMessage(
              "Cannot find out whether user 'jane' exists: the passdb driver pam cannot be asked;"
                  + " set allow_all_users=yes in the static userdb");
    }

    @Test
    void letsNobodyOutOfThePatternOfHomes() throws IOException {
      UserDirectory users = of(STATIC);
      assertThatThrownBy(() -> users.lookup("..@example.com"))
          .hasMessageContaining("'..@example.com' cannot be part of a path");
    }

    @Test
    void isListedByTheHomesThatExist() throws IOException {
      for (String home : List.of("example.com/j/jane", "example.com/b/bob", "example.org/j/joe")) {
        Files.createDirectories(directory.resolve("mail").resolve(home));
      }
      Files.createDirectories(directory.resolve("mail/example.com/x/wrong-letter"));
      Files.createFile(directory.resolve("mail/example.com/j/just-a-file"));
      UserDirectory users =
          of(
              "userdb {\n driver = static\n args = uid=7 home="
                  + directory
                  + "/mail/%d/%1n/%n allow_all_users=yes\n}\n");
      assertThat(Listed.names(users, UserMask.all()))
          .containsExactlyInAnyOrder("bob@example.com", "jane@example.com", "joe@example.org");
    }

    @Test
    void isListedAsFarAsThePassdbKnows() throws IOException {
      Files.createDirectories(directory.resolve("mail/joe@example.com"));
      Files.createDirectories(directory.resolve("mail/stranger@example.com"));
      UserDirectory users =
          of(
              "passdb {\n driver = passwd-file\n args = "
                  + directory
                  + "/users\n}\nuserdb {\n driver = static\n args = home="
                  + directory
                  + "/mail/%u\n}\n");
      assertThat(Listed.names(users, UserMask.all())).containsExactly("joe@example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "home=/srv/%n/%d", "home=/srv/mail", "home=/srv/%1n/%3Mu"})
    void cannotBeListed(String home) throws IOException {
      UserDirectory users =
          of("userdb {\n driver = static\n args = uid=1 " + home + " allow_all_users=yes\n}\n");
      assertThatThrownBy(() -> Listed.names(users, UserMask.all()))
          .isInstanceOfSatisfying(
              SyncException.class, e -> assertThat(e.grade()).isEqualTo(Grade.CONFIGURATION))
          .hasMessageStartingWith("Cannot list users: userdb static:");
    }
  }

  @Nested
  class Several {

    @Test
    void areAskedInOrder() throws IOException {
      UserDirectory users = of(passwdFile("") + STATIC);
      assertThat(users.lookup("joe@example.com").orElseThrow().home()).contains("/srv/mail/joe");
      assertThat(users.lookup("other@example.com").orElseThrow().home())
          .contains("/h/example.com/other");
    }

    @Test
    void collectFieldsAsLongAsTheyAreToldToContinue() throws IOException {
      UserDirectory users = of(passwdFile(" result_success = continue-ok\n") + STATIC);
      assertThat(users.lookup("jane@example.com").orElseThrow().fields())
          .containsEntry("uid", "7")
          .containsEntry("home", "/h/example.com/jane")
          .containsEntry("mail", "maildir:~/jane:INDEX=/i");
    }

    @Test
    void mayBeSkipped() throws IOException {
      String second = STATIC.replace("}\n", " skip = found\n}\n");
      UserDirectory users = of(passwdFile(" result_success = continue-ok\n") + second);
      assertThat(users.lookup("joe@example.com").orElseThrow().uid()).isEmpty();
      assertThat(users.lookup("other@example.com").orElseThrow().uid()).contains("7");
    }

    @Test
    void stopAtThoseThatCannotBeAsked() throws IOException {
      UserDirectory users =
          of(passwdFile("") + "userdb {\n driver = sql\n}\nuserdb {\n driver = lua\n}\n");
      assertThat(users.lookup("jane@example.com")).isPresent();
      assertThatThrownBy(() -> users.lookup("nobody@example.com"))
          .hasMessage(
              "Cannot look up user 'nobody@example.com': only a running Dovecot can ask the userdb"
                  + " drivers sql, lua ("
                  + directory
                  + "/run/auth-userdb: No such file or directory)"
                  + REMEDY);
    }

    @Test
    void answerBehindThoseThatCannotBeAskedWithAWarning() throws IOException {
      UserDirectory users = of("userdb {\n driver = sql\n}\n" + passwdFile(""));
      assertThat(users.lookup("jane@example.com")).isPresent();
      assertThat(users.lookup("joe@example.com")).isPresent();
      assertThat(warnings())
          .isEqualTo(
              "Warning: Users are looked up in some of the userdbs: only a running Dovecot can ask the"
                  + " userdb driver sql ("
                  + directory
                  + "/run/auth-userdb: No such file or directory)\n");
    }

    @Test
    void nameTheOneThatFailsBesideThoseThatCannotBeAsked() throws IOException {
      UserDirectory users =
          of(
              "userdb {\n driver = passwd-file\n args = /nowhere/users\n}\n"
                  + "userdb {\n driver = sql\n}\n");
      assertThatThrownBy(() -> users.lookup("jane"))
          .hasMessageStartingWith(
              "Cannot look up user 'jane': Cannot read the passwd-file /nowhere/users: No such file"
                  + " or directory, and only a running Dovecot can ask the userdb driver sql (");
    }

    @Test
    void areListedAsFarAsTheyCanBe() throws IOException {
      UserDirectory users = of(passwdFile("") + "userdb {\n driver = sql\n}\n");
      List<String> names = new ArrayList<>();
      assertThatThrownBy(() -> users.iterate(new UserMask("jane*"), names::add))
          .hasMessage(
              "The list of users is not complete: only a running Dovecot can ask the"
                  + " userdb driver sql ("
                  + directory
                  + "/run/auth-userdb: No such file or directory)")
          .isInstanceOf(IncompleteListException.class);
      assertThat(names).containsExactly("jane@example.com", "jane@example.com");
    }
  }

  /** Sources in Dovecot's order; what is at the socket decides whether it is asked. */
  @Nested
  class BesideASocket {

    @Test
    void thatNobodyListensOn() throws IOException {
      Files.createDirectory(directory.resolve("run"));
      Files.createFile(directory.resolve("run/auth-userdb"));
      assertThat(of(passwdFile("")).lookup("jane@example.com")).isPresent();
      assertThat(warnings()).isEmpty();
      UserDirectory users = of("userdb {\n driver = ldap\n}\n");
      assertThatThrownBy(() -> users.lookup("jane"))
          .hasMessage(
              "Cannot look up user 'jane': only a running Dovecot can ask the userdb driver ldap"
                  + " (connect("
                  + directory
                  + "/run/auth-userdb) failed: Connection refused)"
                  + REMEDY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "220 mail.example.com ESMTP\r\n"})
    void whereSomebodyElseAnswers(String greeting) throws IOException {
      // Not in the @TempDir: the path of a socket must be short.
      Path socket = Files.createTempFile("auth", "");
      Files.delete(socket);
      try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread thread = new Thread(() -> greet(server, greeting), "no-auth-server");
        thread.setDaemon(true);
        thread.start();
        assertThat(
                of("auth_socket_path = " + socket + "\n" + passwdFile(""))
                    .lookup("jane@example.com"))
            .isPresent();
      } finally {
        Files.delete(socket);
      }
      assertThat(warnings())
          .startsWith("Warning: The auth process at " + socket + " does not answer: ")
          .endsWith("; the userdb blocks of the configuration are asked instead\n");
    }

    private static void greet(ServerSocketChannel server, String greeting) {
      try (SocketChannel client = server.accept()) {
        client.write(StandardCharsets.UTF_8.encode(greeting));
      } catch (IOException e) {
        // The test is over.
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "userdb {\n driver = sql\n}\nuserdb {\n driver = prefetch\n}\n"})
  void saysThatNobodyCanBeAsked(String text) throws IOException {
    UserDirectory users = of(text);
    assertThatThrownBy(() -> users.lookup("jane"))
        .isInstanceOfSatisfying(
            SyncException.class, e -> assertThat(e.grade()).isEqualTo(Grade.CONFIGURATION))
        .hasMessageStartingWith("Cannot look up user 'jane': ")
        .hasMessageContaining("/run/auth-userdb: No such file or directory)")
        .hasMessageEndingWith(REMEDY);
    assertThatThrownBy(() -> Listed.names(users, UserMask.all()))
        .isInstanceOfSatisfying(
            SyncException.class, e -> assertThat(e.grade()).isEqualTo(Grade.CONFIGURATION))
        .hasMessageStartingWith("Cannot list users: ");
  }

  @Test
  void takesTheCallingUserFromTheEnvironment() {
    assertThat(User.calling(Map.of("USER", "jane", "HOME", "/h")))
        .contains(new User("jane", Map.of("home", "/h")));
    assertThat(User.calling(Map.of("HOME", "/h"))).isEqualTo(Optional.empty());
  }

  /** Compared with a running 2.4.4. */
  @Nested
  class OfVersion24 {

    private UserDirectory users() throws IOException {
      Path file = directory.resolve("users24");
      Files.writeString(file, "jane@x.org:p:8:8::/home/j::\njoe@x.org:p::::/home/joe::\nshort:p\n");
      Path configuration = directory.resolve("dovecot24.conf");
      Files.writeString(
          configuration,
          "dovecot_config_version = 2.4.4\nbase_dir = /nowhere\n"
              + "userdb first {\n driver = passwd-file\n passwd_file_path = "
              + file
              + "\n fields {\n  uid:default = 9\n  gid:default = 9\n"
              + "  added = %{user | username}-%{userdb:home}\n }\n}\n"
              + "userdb static {\n skip = found\n allow_all_users = yes\n"
              + " fields {\n  uid = 10\n  home = /static/%{user | domain}\n }\n}\n");
      return UserDirectories.of(ConfigFile.load(configuration, List.of()), AuthInfo.OWN, Log.NONE);
    }

    @Test
    void fillInWhatTheAnswerLeavesOut() throws IOException {
      assertThat(users().lookup("jane@x.org").orElseThrow().fields())
          .containsExactly(
              Map.entry("uid", "8"),
              Map.entry("gid", "8"),
              Map.entry("home", "/home/j"),
              Map.entry("added", "jane-/home/j"));
      assertThat(users().lookup("joe@x.org").orElseThrow().fields())
          .containsExactly(
              Map.entry("home", "/home/joe"),
              Map.entry("uid", "9"),
              Map.entry("gid", "9"),
              Map.entry("added", "joe-/home/joe"));
    }

    @Test
    void askTheNextOneAboutOthers() throws IOException {
      assertThat(users().lookup("else@x.org").orElseThrow().fields())
          .containsExactly(Map.entry("uid", "10"), Map.entry("home", "/static/x.org"));
    }

    @Test
    void listNoLinesForThePassdbBesideAnotherUserdb() throws IOException {
      assertThat(Listed.names(users(), UserMask.all())).containsExactly("jane@x.org", "joe@x.org");
    }
  }
}

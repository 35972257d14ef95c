package dev.dovetail.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The built executable, called wrongly or with a useless peer: the exit status of the table, clear
 * lines on standard error, and the store as it was. Needs no Dovecot.
 */
class BadCallsIT {
  private Path directory;
  private Path configuration;
  private Path store;
  private Map<String, String> before;

  @BeforeEach
  void prepare() throws IOException, InterruptedException {
    // Not a @TempDir: when run as root, the mail's owner must get there.
    directory = Files.createTempDirectory("dovetail-it");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    MailOwner owner = MailOwner.choose();
    store = directory.resolve("home/Maildir");
    for (String folder : List.of("cur", "new", "tmp", ".Work/cur", ".Work/new", ".Work/tmp")) {
      Files.createDirectories(store.resolve(folder));
    }
    Files.writeString(store.resolve("cur/1700000001.M1P1.here:2,S"), Account.text("one"), UTF_8);
    Files.writeString(store.resolve(".Work/new/1700000002.M2P1.here"), Account.text("two"), UTF_8);
    String ids = owner.uid() + ":" + owner.gid();
    Files.writeString(
        directory.resolve("users"), "jane:{PLAIN}x:" + ids + "::" + directory + "/home::\n");
    configuration = directory.resolve("dovecot.conf");
    Files.writeString(
        configuration,
        """
        base_dir = %1$s/run
        mail_location = maildir:~/Maildir
        mail_home = %1$s/home
        first_valid_uid = 1
        first_valid_gid = 1
        userdb {
          driver = passwd-file
          args = %1$s/users
        }
        """
            .formatted(directory));
    owner.ownAll(directory);
    before = mails();
  }

  @AfterEach
  void everyMailIsStillThere() throws IOException {
    assertThat(mails().values()).containsAll(before.values());
    try (var paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Test
  void refusesACallWithoutDestination() throws Exception {
    assertThat(run("sync").exit()).isEqualTo(64);
  }

  @Test
  void refusesAnUnknownOption() throws Exception {
    Command.Result result = run("sync", "--nope", "maildir:/tmp/x");
    assertThat(result.exit()).isEqualTo(64);
    assertThat(result.errors()).contains("--nope");
  }

  @Test
  void saysThatTheConfigurationIsMissing() throws Exception {
    Command.Result result = call("-c", directory + "/nowhere.conf", "sync", "maildir:/tmp/x");
    assertThat(result.exit()).isEqualTo(75);
    assertOneLine(result, "nowhere.conf", "No such file");
  }

  @Test
  void saysWhereTheConfigurationIsBroken() throws Exception {
    Path broken = directory.resolve("broken.conf");
    Files.writeString(broken, "mail_home = /x\nthis is no setting\n");
    Command.Result result = call("-c", broken.toString(), "sync", "maildir:/tmp/x");
    assertThat(result.exit()).as(result.toString()).isEqualTo(89);
    assertOneLine(result, "broken.conf", "line 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"flock", "dotlock"})
  void refusesToWorkWithoutTheLocksOfDovecot(String method) throws Exception {
    Command.Result result =
        call(
            "-c",
            configuration.toString(),
            "-o",
            "lock_method=" + method,
            "sync",
            "-u",
            "jane",
            "maildir:" + directory + "/replica");
    assertThat(result.exit()).as(result.toString()).isEqualTo(75);
    assertOneLine(result, "jane", "lock_method = " + method, "set lock_method = fcntl");
    assertThat(directory.resolve("replica")).doesNotExist();
  }

  @Test
  void saysThatAUserDoesNotExist() throws Exception {
    Command.Result result = run("sync", "-u", "nobody", "maildir:" + directory + "/replica");
    assertThat(result.exit()).as(result.toString()).isEqualTo(67);
    assertOneLine(result, "nobody", "doesn't exist");
    result = run("dsync-server", "-u", "nobody");
    assertThat(result.exit()).as(result.toString()).isEqualTo(67);
    assertOneLine(result, "nobody", "doesn't exist");
  }

  @Test
  void saysThatTheDestinationDoesNotStart() throws Exception {
    Command.Result result = sync("/nowhere/program", "dsync-server");
    assertThat(result.exit()).isEqualTo(75);
    assertOneLine(result, "/nowhere/program");
  }

  @Test
  void passesOnWhatADyingDestinationSaid() throws Exception {
    Command.Result result = sync("sh", "-c", "echo the disk is on fire >&2; exit 3", "x");
    assertThat(result.exit()).isEqualTo(75);
    assertThat(result.errors()).contains("the disk is on fire");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo Welcome to beta, authorised users only",
        "printf 'VERSION\\tdsync\\t4\\t0\\n'",
        "printf 'VERSION\\tdsync\\t3\\t5\\n'",
        "printf 'VERSION\\tdsync\\t3\\t5\\n.\\n'",
        "printf 'VERSION\\tdsync\\t3\\t5\\nHhostname\\n.\\nHbeta\\n'",
        "head -c 300000 /dev/urandom",
        "yes x",
        "yes x | tr -d '\\n' | head -c 30000000"
      })
  void givesUpOnAPeerThatDoesNotSpeakDsync(String peer) throws Exception {
    Command.Result result = sync("sh", "-c", peer + "; sleep 1", "x");
    assertThat(result.exit()).as(result.toString()).isEqualTo(75);
    assertThat(result.errors().lines().count()).as(result.toString()).isBetween(1L, 3L);
    assertThat(result.errors()).doesNotContain("\tat ").doesNotContain("Exception");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "garbage\n", "VERSION\tdsync\t3\t5\n", "VERSION\tdsync\t2\t0\n"})
  void givesUpOnAnInitiatorThatDoesNotSpeakDsync(String peer) throws Exception {
    Command.Result result = command("dsync-server", "-u", "jane").run(peer.getBytes(UTF_8));
    assertThat(result.exit()).as(result.toString()).isEqualTo(75);
    assertThat(result.errors()).as(result.toString()).isNotBlank().doesNotContain("\tat ");
    assertThat(result.text()).startsWith("VERSION\tdsync\t3\t5\n");
  }

  @Test
  void givesUpOnASilentPeer() throws Exception {
    Command.Result result = sync("-T", "2", "sh", "-c", "exec sleep 5", "x");
    assertThat(result.exit()).isEqualTo(75);
    assertThat(result.errors()).contains("no activity for 2 seconds");
  }

  @Test
  void refusesToSyncAStoreWithItself() throws Exception {
    Command.Result result = sync("maildir:" + store);
    assertThat(result.exit()).isEqualTo(75);
    assertOneLine(result, "same directory");
  }

  @Test
  void answersUnderTheNamesThatAnAdminTypes() throws Exception {
    for (String name : List.of("doveadm", "dsync")) {
      Path link = Files.createSymbolicLink(directory.resolve(name), executable());
      String verb = name.equals("dsync") ? "mirror" : "sync";
      String replica = "maildir:" + directory + "/" + name + "-replica";
      Command.Result result =
          Command.of(link.toString(), "-c", configuration.toString(), verb, "-u", "jane", replica)
              .run();
      assertThat(result.exit()).as(result.toString()).isZero();
      assertThat(directory.resolve(name + "-replica/.Work/cur")).isDirectory();
    }
  }

  private Command.Result sync(String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("sync", "-u", "jane"));
    all.addAll(List.of(arguments));
    return run(all.toArray(new String[0]));
  }

  private Command.Result run(String... arguments) throws IOException, InterruptedException {
    return command(arguments).run();
  }

  private Command command(String... arguments) {
    List<String> words = new ArrayList<>(List.of("-c", configuration.toString()));
    words.addAll(List.of(arguments));
    words.add(0, executable().toString());
    return Command.of(words);
  }

  private static Command.Result call(String... arguments) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(executable().toString()));
    words.addAll(List.of(arguments));
    Command plain = Command.of(words);
    Map<String, String> environment = new TreeMap<>(plain.environment());
    environment.put("USER", "jane");
    return new Command(plain.words(), environment, plain.directory()).run();
  }

  private static Path executable() {
    return Path.of(System.getProperty("dovetail.executable", "target/dovetail")).toAbsolutePath();
  }

  private static void assertOneLine(Command.Result result, String... parts) {
    assertThat(result.errors().lines().toList()).as(result.toString()).hasSize(1);
    assertThat(result.errors()).contains(parts);
  }

  /** File name without flags to content: names may change, mails may not. */
  private Map<String, String> mails() throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (var paths = Files.walk(store)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        String name = path.getFileName().toString();
        if (name.startsWith("17000")) {
          found.put(name, Files.readString(path));
        }
      }
    }
    return found;
  }
}

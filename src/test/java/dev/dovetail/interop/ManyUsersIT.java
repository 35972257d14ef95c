package dev.dovetail.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The built executable for several users at once, and ended by a signal. Needs no Dovecot. */
class ManyUsersIT {
  private static final List<String> NAMES = List.of("ann", "bob", "cleo");

  /** Other accounts of every Linux system, for users who do not share one. */
  private static final int ANOTHER_ID = 9;

  private Path directory;
  private Path configuration;
  private MailOwner owner;

  @BeforeEach
  void prepare() throws IOException, InterruptedException {
    // Not a @TempDir: when run as root, the mails' owners must get there.
    directory = Files.createTempDirectory("dovetail-it");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    owner = MailOwner.choose();
    StringBuilder users = new StringBuilder();
    for (String name : NAMES) {
      users.append(name).append(":{PLAIN}x:").append(ids(name)).append("::");
      users.append(home(name)).append("::\n");
      for (String part : List.of("cur", "new", "tmp")) {
        Files.createDirectories(home(name).resolve("Maildir").resolve(part));
      }
      Path mail = home(name).resolve("Maildir/cur/1700000001.M1P1." + name + ":2,S");
      Files.writeString(mail, Account.text("for " + name), UTF_8);
      give(name);
    }
    Files.writeString(directory.resolve("users"), users);
    configuration = directory.resolve("dovecot.conf");
    Files.writeString(
        configuration,
        """
        base_dir = %1$s/run
        mail_location = maildir:~/Maildir
        first_valid_uid = 1
        first_valid_gid = 1
        userdb {
          driver = passwd-file
          args = %1$s/users
        }
        """
            .formatted(directory));
  }

  @AfterEach
  void cleanUp() throws IOException {
    try (var paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Test
  void everyUserIsSyncedAsTheOwnerOfTheirMail() throws Exception {
    if (!owner.other()) {
      System.out.println("LEFT OUT: ManyUsersIT: users of several accounts: only root has them");
    }
    Command.Result result = run("sync", "-A", "-s", "", "--jobs", "2", "maildir:~/replica");
    assertThat(result.exit()).as(result.toString()).isZero();
    assertThat(result.errors()).contains("3 of 3 users synced");
    assertThat(result.text().lines().map(line -> line.replaceAll(" state=A.*", "")))
        .containsExactly("username=ann", "username=bob", "username=cleo");
    for (String name : NAMES) {
      assertThat(mails(name, "replica")).containsExactly("for " + name);
      Object uid = Files.getAttribute(home(name).resolve("replica/cur"), "unix:uid");
      assertThat(uid + ":").isEqualTo(ids(name).replaceAll(":.*", ":"));
    }
  }

  /** Also for the user of the environment, whom no user database gives an owner. */
  @Test
  void anOrdinaryUserIsNoOtherOwner() throws Exception {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("env", "USER=ann", "HOME=" + home("ann")));
    words.addAll(command("-o", "mail_uid=" + (owner.uid() + 1)).words());
    words.addAll(List.of("sync", "maildir:~/replica"));
    Command.Result result = Command.of(owner.command(words)).run();
    assertThat(result.exit()).as(result.toString()).isEqualTo(75);
    assertThat(result.errors()).contains("the mail belongs to UID " + (owner.uid() + 1));
    assertThat(home("ann").resolve("replica")).doesNotExist();
  }

  /** A directory that only a group may enter, in which none of the owners is. */
  @Test
  void theGroupsOfMailAccessGroupsOpenDirectories() throws Exception {
    assumeTrue(owner.other(), "only root has groups to give");
    Path shared = directory.resolve("shared");
    Files.createDirectory(shared);
    Command.of("chgrp", "games", shared.toString()).run().succeeded();
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwx---"));
    String destination = "maildir:" + shared + "/replica";
    assertThat(run("sync", "-u", "ann", destination).exit()).isEqualTo(77);
    Command.Result result = run("-o", "mail_access_groups=games", "sync", "-u", "ann", destination);
    assertThat(result.exit()).as(result.toString()).isZero();
    assertThat(shared.resolve("replica/cur")).isNotEmptyDirectory();
  }

  /** As for Dovecot, it is for mbox files, which Maildirs have none of. */
  @Test
  void mailPrivilegedGroupOpensNone() throws Exception {
    assumeTrue(owner.other(), "only root has groups to give");
    Path shared = directory.resolve("shared");
    Files.createDirectory(shared);
    Command.of("chgrp", "games", shared.toString()).run().succeeded();
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwx---"));
    Command.Result result =
        run(
            "-o",
            "mail_privileged_group=games",
            "sync",
            "-u",
            "ann",
            "maildir:" + shared + "/replica");
    assertThat(result.exit()).as(result.toString()).isEqualTo(77);
    result = run("-o", "mail_privileged_group=nosuch", "sync", "-u", "ann", "maildir:~/replica");
    assertThat(result.exit()).as(result.toString()).isEqualTo(75);
    assertThat(result.errors()).contains("mail_privileged_group: no group 'nosuch'");
  }

  @Test
  void waitsForALockNoLongerThanMailMaxLockTimeout() throws Exception {
    Path lock = home("ann").resolve("Maildir/dovecot-uidlist.lock");
    Files.writeString(lock, "1:nobody-s-host");
    give("ann");
    Command.Result result =
        run("-o", "mail_max_lock_timeout=1s", "sync", "-u", "ann", "maildir:~/replica");
    assertThat(result.exit()).as(result.toString()).isEqualTo(75);
    assertThat(result.errors()).contains("Waited 1 seconds for a lock and gave up");
    Files.delete(lock);
  }

  /**
   * What a user puts where root might look: the owner of the mail meets it, with no more rights.
   */
  @Test
  void rootFollowsNoLinkOfAUser() throws Exception {
    assumeTrue(owner.other(), "only root has rights to lend");
    Path secret = directory.resolve("secret");
    Files.createDirectories(secret.resolve("cur"));
    Files.createDirectories(secret.resolve("new"));
    Files.createDirectories(secret.resolve("tmp"));
    Files.writeString(
        secret.resolve("cur/1700000001.M1P1.root:2,S"), Account.text("hidden"), UTF_8);
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rwx------"));
    Command.of("rm", "-r", home("bob").resolve("Maildir").toString()).run().succeeded();
    Files.createSymbolicLink(home("bob").resolve("Maildir"), secret);
    Command.Result result = run("sync", "-u", "bob", "maildir:~/replica");
    assertThat(result.exit()).as(result.toString()).isNotZero();
    assertThat(home("bob").resolve("replica/cur")).doesNotExist();
    assertThat(secret.resolve("dovecot-uidlist")).doesNotExist();
  }

  @Test
  void aNameThatLeadsElsewhereIsNobodys() throws Exception {
    for (String name :
        List.of("../ann", "..", "/etc", "-A", "a\nb", "a\tb", "x".repeat(1000), "ann/", "ann:x")) {
      Command.Result result = run("sync", "-u", name, "maildir:" + directory + "/nobody");
      assertThat(result.exit()).as(result.toString()).isEqualTo(67);
      assertThat(result.errors().lines()).as(result.toString()).hasSize(1);
    }
    assertThat(directory.resolve("nobody")).doesNotExist();
  }

  @Test
  void oneUserWhoFailsStopsNoOther() throws Exception {
    Files.writeString(home("bob").resolve("replica"), "in the way");
    Path list = directory.resolve("list");
    Files.writeString(list, "ann\nnobody\nbob\ncleo\n");
    Command.Result result = run("backup", "-F", list.toString(), "maildir:~/replica");
    assertThat(result.exit()).as(result.toString()).isEqualTo(75);
    assertThat(result.errors())
        .contains("dovetail(nobody): Info: User no longer exists, skipping")
        .contains("2 of 3 users synced; failed: bob (");
    assertThat(mails("ann", "replica")).hasSize(1);
    assertThat(mails("cleo", "replica")).hasSize(1);
  }

  @Test
  void twoUsersNeverShareADestination() throws Exception {
    Path shared = directory.resolve("shared");
    Files.createDirectory(shared);
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
    Command.Result result = run("sync", "-A", "--jobs", "3", "maildir:" + shared + "/box");
    assertThat(result.exit()).as(result.toString()).isEqualTo(75);
    assertThat(result.errors()).contains("1 of 3 users synced", "is already the destination of");
    for (String name : NAMES) {
      assertThat(mails(name, "Maildir")).containsExactly("for " + name);
    }
    result = run("sync", "-A", "sh", "-c", "exit 0", "dsync-server");
    assertThat(result.errors()).contains("0 of 3 users synced", "is already the destination of");
  }

  /** The owner's process knows it, and root must hear it. */
  @Test
  void saysThatTheOtherEndIsSilent() throws Exception {
    Command.Result result = run("sync", "-u", "an*", "-T", "1", "sh", "-c", "exec sleep 60", "x");
    assertThat(result.exit()).as(result.toString()).isEqualTo(75);
    assertThat(result.errors())
        .contains("dovetail(ann): Error: dsync(remote): I/O has stalled, no activity for 1 seconds")
        .contains("0 of 1 users synced; failed: ann (dsync(remote): I/O has stalled");
  }

  @Test
  void aSignalEndsTheRunAndLeavesNothingBehind() throws Exception {
    for (String signal : List.of("TERM", "INT")) {
      Path errors = directory.resolve("errors-" + signal);
      Command command = command("sync", "-u", "ann", "-l", "5", "sh", "-c", peer(), "x");
      Process process =
          new ProcessBuilder(heedingSignals(command)).redirectError(errors.toFile()).start();
      for (int i = 0; i < 600 && !Files.exists(directory.resolve("started")); i++) {
        Thread.sleep(50);
      }
      Command.of("kill", "-" + signal, Long.toString(process.pid())).run().succeeded();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(errors)).isEqualTo(75);
      int number = signal.equals("TERM") ? 15 : 2;
      assertThat(errors).content().contains("Warning: Killed with signal " + number);
      assertThat(home("ann").resolve(".dovecot-sync.lock")).doesNotExist();
      Files.delete(directory.resolve("started"));
    }
    assertThat(run("sync", "-u", "ann", "-l", "5", "maildir:~/replica").exit()).isZero();
  }

  /** Whatever starts the tests in the background may let them ignore SIGINT. */
  private static List<String> heedingSignals(Command command) {
    List<String> words = new ArrayList<>(List.of("env", "--default-signal=INT"));
    words.addAll(command.words());
    return words;
  }

  /** Introduces itself, so that the lock is taken, and hangs. */
  private String peer() {
    Path recorded =
        Path.of(
            System.getProperty("dovetail.fixtures"), "transcripts/01-empty-empty.responder.bin");
    return "sed '/^\\.$/q' "
        + recorded.toAbsolutePath()
        + "; echo 'H~'; : > "
        + directory.resolve("started")
        + "; cat >/dev/null; exit";
  }

  /** Root has users of three accounts, somebody else only their own. */
  private String ids(String name) {
    int number = NAMES.indexOf(name);
    return owner.other() && number > 0
        ? ANOTHER_ID + number + ":" + (ANOTHER_ID + number)
        : owner.uid() + ":" + owner.gid();
  }

  private void give(String name) throws IOException, InterruptedException {
    if (owner.other()) {
      Command.of("chown", "-R", ids(name), home(name).toString()).run().succeeded();
    }
  }

  private Path home(String name) {
    return directory.resolve("home-" + name);
  }

  private List<String> mails(String name, String store) throws IOException {
    List<String> subjects = new ArrayList<>();
    try (var files = Files.list(home(name).resolve(store).resolve("cur"))) {
      for (Path file : files.toList()) {
        Files.readString(file)
            .lines()
            .filter(line -> line.startsWith("Subject: "))
            .forEach(line -> subjects.add(line.substring("Subject: ".length())));
      }
    }
    return subjects;
  }

  private Command.Result run(String... arguments) throws IOException, InterruptedException {
    return command(arguments).run();
  }

  private Command command(String... arguments) {
    List<String> words = new ArrayList<>();
    words.add(
        Path.of(System.getProperty("dovetail.executable", "target/dovetail"))
            .toAbsolutePath()
            .toString());
    words.addAll(List.of("-c", configuration.toString()));
    words.addAll(List.of(arguments));
    return Command.of(words);
  }
}

package dev.dovetail.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * {@code dovetail replicator run} as root, for users of different owners: it watches nobody's mail
 * itself. Needs no Dovecot.
 */
class ReplicatorOwnersIT {
  private static final List<String> NAMES = List.of("ann", "bob", "cleo");

  /** Accounts of every Linux system: the first and those that follow. */
  private static final int FIRST_ID = 8;

  private Path directory;
  private RunningReplicator replicator;

  @BeforeEach
  void prepare() throws IOException, InterruptedException {
    assumeTrue(MailOwner.choose().other(), "only root works for several owners");
    directory = Files.createTempDirectory("dovetail-it");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    StringBuilder users = new StringBuilder();
    for (String name : NAMES) {
      users.append(name).append("::").append(id(name)).append(':').append(id(name)).append("::");
      users.append(home(name)).append("::userdb_mail_replica=maildir:~/replica\n");
      for (String part : List.of("cur", "new", "tmp")) {
        Path made = Files.createDirectories(home(name).resolve("Maildir").resolve(part));
        give(name, made);
      }
      give(name, home(name).resolve("Maildir"));
      give(name, home(name));
      deliver(name, "first");
    }
    Files.writeString(directory.resolve("users"), users);
  }

  @AfterEach
  void cleanUp() throws IOException {
    if (replicator != null) {
      replicator.close();
    }
    if (directory != null) {
      try (var paths = Files.walk(directory)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  @Test
  void mailIsNoticedByItsOwnersProcessOrThatWhichFollowsIt() throws Exception {
    run("");
    for (String name : NAMES) {
      deliver(name, "second");
      await(() -> copied(name) == 2);
    }
    assertThat(watches(replicator.process().toHandle())).isZero();
    assertThat(replicator.process().children().filter(each -> watches(each) > 0)).hasSize(3);
    replicator.process().children().forEach(ProcessHandle::destroyForcibly);
    for (String name : NAMES) {
      deliver(name, "third");
      await(() -> copied(name) == 3);
    }
    List<Path> sockets = sockets();
    assertThat(sockets).hasSize(3).allSatisfy(socket -> assertThat(socket).exists());
    replicator.close();
    assertThat(sockets).noneMatch(socket -> Files.exists(socket.getParent()));
  }

  /** Where the replicator's processes listen to it, each in a directory of its own. */
  private List<Path> sockets() throws IOException {
    List<Path> sockets = new ArrayList<>();
    for (ProcessHandle child : replicator.process().children().toList()) {
      Path environment = Path.of("/proc", Long.toString(child.pid()), "environ");
      for (String variable : Files.readString(environment).split("\0")) {
        if (variable.startsWith("DOVETAIL_SERVER_SOCKET=")) {
          sockets.add(Path.of(variable.substring(variable.indexOf('=') + 1)));
        }
      }
    }
    return sockets;
  }

  @Test
  void mailIsNoticedWhenItsOwnersProcessHadToGo() throws Exception {
    run("dovetail_owner_processes = 1");
    await(() -> replicator.process().children().count() == 1);
    for (String name : NAMES) {
      deliver(name, "second");
    }
    for (String name : NAMES) {
      await(() -> copied(name) == 2);
    }
    assertThat(watches(replicator.process().toHandle())).isZero();
    assertThat(replicator.said()).doesNotContain("Warning").doesNotContain("signal");
  }

  /** Returns when all are in sync. */
  private void run(String line) throws Exception {
    Path configuration = directory.resolve("dovecot.conf");
    Files.writeString(
        configuration,
        """
        base_dir = %1$s/run
        state_dir = %1$s/state
        mail_location = maildir:~/Maildir
        first_valid_uid = 1
        userdb {
          driver = passwd-file
          args = %1$s/users
        }
        plugin {
          dovetail_replicator_watch = yes
          %2$s
        }
        """
            .formatted(directory, line));
    Path built = Path.of(System.getProperty("dovetail.executable", "target/dovetail"));
    Path executable = Files.copy(built.toAbsolutePath(), directory.resolve("dovetail"));
    List<String> words =
        List.of("env", executable.toString(), "-c", configuration.toString(), "replicator", "run");
    replicator = RunningReplicator.start(directory, Command.of(words));
    for (String name : NAMES) {
      await(() -> copied(name) == 1);
    }
  }

  private void await(Callable<Boolean> condition) throws Exception {
    for (int i = 0; i < 2400 && !condition.call(); i++) {
      Thread.sleep(25);
    }
    assertThat(condition.call()).as(replicator.said()).isTrue();
  }

  private static int id(String name) {
    return FIRST_ID + NAMES.indexOf(name);
  }

  private Path home(String name) {
    return directory.resolve("home-" + name);
  }

  private void deliver(String name, String text) throws IOException {
    Path maildir = home(name).resolve("Maildir");
    String file = "1700000000.M1P1." + text;
    Path mail = maildir.resolve("tmp").resolve(file);
    Files.writeString(mail, Account.text(text), UTF_8);
    give(name, mail);
    Files.move(mail, maildir.resolve("new").resolve(file));
  }

  private static void give(String name, Path path) throws IOException {
    Files.setAttribute(path, "unix:gid", id(name));
    Files.setAttribute(path, "unix:uid", id(name));
  }

  private long copied(String name) throws IOException {
    long count = 0;
    for (String part : List.of("cur", "new")) {
      Path place = home(name).resolve("replica").resolve(part);
      if (Files.isDirectory(place)) {
        try (var mails = Files.list(place)) {
          count += mails.count();
        }
      }
    }
    return count;
  }

  /** How many directories the system watches for a process. */
  private static long watches(ProcessHandle process) {
    String[] open = new File("/proc/" + process.pid() + "/fdinfo").list();
    long count = 0;
    for (String each : open == null ? new String[0] : open) {
      Path path = Path.of("/proc", Long.toString(process.pid()), "fdinfo", each);
      try {
        count += Files.readAllLines(path).stream().filter(x -> x.startsWith("inotify ")).count();
      } catch (IOException e) {
        // What is closed meanwhile is no watch.
      }
    }
    return count;
  }
}

package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A temporary directory with a real Dovecot; closing stops that, and removes the directory unless
 * {@code -Ddovetail.keep=true}.
 */
record DovecotDirectory(Path path, DovecotRelease release) implements AutoCloseable {

  /** Everybody may enter it: when run as root, Dovecot's processes must get there. */
  static DovecotDirectory create(DovecotRelease release) throws IOException {
    Path path = Files.createTempDirectory("dovetail-it").toRealPath();
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new DovecotDirectory(path, release);
  }

  /** What a fixture has between at-signs: the directory, and the accounts for the daemons. */
  Map<String, String> values(MailOwner owner) {
    boolean root = owner.other();
    Map<String, String> values = new HashMap<>();
    values.put("DIR", path.toString());
    values.put("INTERNAL_USER", root ? "dovecot" : owner.user());
    values.put("INTERNAL_GROUP", root ? "dovecot" : owner.group());
    values.put("LOGIN_USER", root ? "dovenull" : owner.user());
    return values;
  }

  /** A fixture's text with its values. */
  static String filled(String fixture, Map<String, String> values) {
    String text = fixture;
    for (Map.Entry<String, String> value : values.entrySet()) {
      text = text.replace("@" + value.getKey() + "@", value.getValue());
    }
    return text;
  }

  void start(Path configuration) throws IOException, InterruptedException {
    // Its daemons keep standard output and error, so these must not be pipes to us.
    String start = "exec dovecot -c \"$1\" </dev/null >\"$2\" 2>&1";
    Path said = path.resolve("start");
    List<String> words =
        List.of("sh", "-c", start, "sh", configuration.toString(), said.toString());
    Command.Result started = Command.of(release.command(words)).run();
    assertThat(started.exit()).as(started + Files.readString(said)).isZero();
  }

  void stop() throws IOException, InterruptedException {
    Path pidFile = path.resolve("run/master.pid");
    if (Files.exists(pidFile)) {
      stop(Long.parseLong(Files.readString(pidFile).strip()));
      // Killed as it was, it has left that to us.
      Files.delete(pidFile);
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    stop();
    if (Boolean.getBoolean("dovetail.keep")) {
      return;
    }
    try (var paths = Files.walk(path)) {
      for (Path found : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(found);
      }
    }
  }

  /** At once: a master that may say goodbye to its daemons takes two and a half seconds. */
  private static void stop(long master) throws InterruptedException {
    Optional<ProcessHandle> process = ProcessHandle.of(master);
    if (process.isEmpty()) {
      return;
    }
    List<ProcessHandle> all = new ArrayList<>(List.of(process.get()));
    process.get().descendants().forEach(all::add);
    for (ProcessHandle handle : all) {
      handle.destroyForcibly();
    }
    for (ProcessHandle handle : all) {
      for (int i = 0; i < 250 && handle.isAlive(); i++) {
        Thread.sleep(20);
      }
    }
  }
}

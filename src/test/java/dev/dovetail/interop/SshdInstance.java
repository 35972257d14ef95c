package dev.dovetail.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A running sshd on the loopback interface that lets the user in who runs the tests, and an account
 * that logs in there: its home directory holds keys and known hosts. Closing stops it.
 */
final class SshdInstance implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final Path directory;
  private final DovecotRelease release;
  private final MailOwner owner;
  private final int port;

  private SshdInstance(Path directory, DovecotRelease release, MailOwner owner, int port) {
    this.directory = directory;
    this.release = release;
    this.owner = owner;
    this.port = port;
  }

  static SshdInstance start(DovecotInstance dovecot) throws IOException, InterruptedException {
    Path directory = dovecot.directory().resolve("sshd" + NUMBER.incrementAndGet());
    Files.createDirectories(directory.resolve("home/.ssh"));
    SshdInstance sshd =
        new SshdInstance(directory, dovecot.release(), dovecot.owner(), DovecotInstance.freePort());
    sshd.prepare();
    sshd.launch();
    return sshd;
  }

  private void prepare() throws IOException, InterruptedException {
    keygen("ed25519", directory.resolve("host_key"));
    for (String type : List.of("ed25519", "ecdsa", "rsa")) {
      keygen(type, key(type));
    }
    authorize(publicKey("ed25519"), publicKey("ecdsa"), publicKey("rsa"));
    knowHost();
    config("Host beta", "HostName 127.0.0.1", "Port " + port, "User " + login());
    Path template = Path.of(System.getProperty("dovetail.fixtures"), "sshd", "sshd_config");
    String text = Files.readString(template);
    text = text.replace("@DIR@", directory.toString()).replace("@PORT@", Integer.toString(port));
    Files.writeString(directory.resolve("sshd_config"), text);
  }

  private static void keygen(String type, Path file) throws IOException, InterruptedException {
    Command.of("ssh-keygen", "-q", "-t", type, "-N", "", "-f", file.toString()).run().succeeded();
  }

  private void launch() throws IOException, InterruptedException {
    if (owner.other()) {
      Files.createDirectories(Path.of("/run/sshd"));
    }
    List<String> words =
        List.of(
            "sh",
            "-c",
            "exec $(command -v sshd) -f \"$1\" -E \"$2\" </dev/null >/dev/null 2>&1",
            "sh",
            directory.resolve("sshd_config").toString(),
            directory.resolve("log").toString());
    Command.of(release.command(words)).run().succeeded();
    for (int i = 0; i < 100 && !Files.exists(directory.resolve("sshd.pid")); i++) {
      Thread.sleep(50);
    }
  }

  /** Where the account's {@code .ssh} is. */
  Path home() {
    return directory.resolve("home");
  }

  int port() {
    return port;
  }

  static String login() {
    return System.getProperty("user.name");
  }

  Path key(String type) {
    return home().resolve(".ssh/id_" + type);
  }

  String publicKey(String type) throws IOException {
    return Files.readString(home().resolve(".ssh/id_" + type + ".pub")).strip();
  }

  /** The lines of {@code authorized_keys} from now on. */
  void authorize(String... lines) throws IOException {
    Files.write(directory.resolve("authorized_keys"), List.of(lines));
  }

  /** The account's {@code ~/.ssh/config} from now on. */
  void config(String... lines) throws IOException {
    Files.write(home().resolve(".ssh/config"), List.of(lines));
    owner.ownAll(home());
  }

  /** The line that makes the account know this sshd. */
  String knownHost() throws IOException {
    String[] words = Files.readString(directory.resolve("host_key.pub")).split(" ");
    return "[127.0.0.1]:" + port + " " + words[0] + " " + words[1];
  }

  void knowHost(String... otherLines) throws IOException {
    List<String> lines = otherLines.length > 0 ? List.of(otherLines) : List.of(knownHost());
    Files.write(home().resolve(".ssh/known_hosts"), lines);
    owner.ownAll(home());
  }

  /** The command, run with this account's home. */
  Command at(Command command, String... variables) {
    Map<String, String> environment = new TreeMap<>(command.environment());
    environment.put("HOME", home().toString());
    // Else both ends would have one name, which is worth a warning.
    environment.put("DOVECOT_HOSTDOMAIN", "near.example.com");
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    return new Command(command.words(), environment, command.directory());
  }

  /** A program of the account's, such as ssh-add. */
  Command.Result run(List<String> words, String... variables)
      throws IOException, InterruptedException {
    return at(Command.of(new ArrayList<>(owner.command(words))), variables).run();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    Path pidFile = directory.resolve("sshd.pid");
    if (Files.exists(pidFile)) {
      Command.of("kill", Files.readString(pidFile).strip()).run();
    }
  }
}

package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** A running Dovecot in a temporary directory; closing stops it and removes the directory. */
final class DovecotInstance implements AutoCloseable {
  private static final int USERS = 1000;

  private static final Pattern COMPLAINT = Pattern.compile("\\b(Error|Fatal|Panic|Warning):");

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final DovecotDirectory home;
  private final Path directory;
  private final MailOwner owner;
  private final Map<String, String> values = new HashMap<>();
  private final AtomicInteger accounts = new AtomicInteger();
  private int logSeen;

  private DovecotInstance(DovecotDirectory home, MailOwner owner) {
    this.home = home;
    this.directory = home.path();
    this.owner = owner;
  }

  static DovecotInstance start() throws IOException, InterruptedException {
    return start(USERS);
  }

  /**
   * @param users how many it lists
   * @param lines behind the fixture's configuration, in the words of 2.3; {@code @DIR@} is its
   *     directory
   */
  static DovecotInstance start(int users, String... lines)
      throws IOException, InterruptedException {
    return start(DovecotRelease.chosen(), users, lines);
  }

  static DovecotInstance start(DovecotRelease release, int users, String... lines)
      throws IOException, InterruptedException {
    DovecotInstance instance =
        new DovecotInstance(DovecotDirectory.create(release), MailOwner.choose());
    try {
      instance.prepare(users, lines);
      instance.launch();
      return instance;
    } catch (IOException | InterruptedException | AssertionError e) {
      instance.close();
      throw e;
    }
  }

  Path directory() {
    return directory;
  }

  DovecotRelease release() {
    return home.release();
  }

  Path configuration() {
    return directory.resolve("dovecot.conf");
  }

  /** The process that has started all the others. */
  ProcessHandle master() throws IOException {
    String pid = Files.readString(directory.resolve("run/master.pid")).strip();
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  MailOwner owner() {
    return owner;
  }

  /** Of the doveadm server, which wants the password {@code secret}. */
  int doveadmPort() {
    return Integer.parseInt(values.get("DOVEADM_PORT"));
  }

  /** Of the same behind TLS, as {@code localhost} or {@code 127.0.0.1}. */
  int doveadmTlsPort() {
    return Integer.parseInt(values.get("DOVEADM_TLS_PORT"));
  }

  /** {@code good}, which the doveadm server shows, and some that are not. */
  Certificates certificates() {
    return new Certificates(directory.resolve("tls"));
  }

  /** Of the doveadm server; for the user who runs the tests. */
  Path doveadmSocket() {
    return directory.resolve("run/doveadm-server");
  }

  /** What its processes take for the machine's name. */
  String hostname() {
    return values.get("NAME");
  }

  int imapPort() {
    return Integer.parseInt(values.get("IMAP_PORT"));
  }

  int lmtpPort() {
    return Integer.parseInt(values.get("LMTP_PORT"));
  }

  /** A configuration that is this instance's with some lines behind it, in the words of 2.3. */
  Path configurationWith(String... lines) throws IOException {
    Path file = Files.createTempFile(directory, "extra", ".conf");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Files.writeString(file, Files.readString(configuration()) + text(lines));
    return file;
  }

  /** A user with an empty home whom no other test has. */
  Account newAccount() throws IOException {
    return newAccount(configuration());
  }

  Account newAccount(Path configuration) throws IOException {
    String user = userName(accounts.incrementAndGet());
    Path home = home(user);
    Files.createDirectory(home);
    owner.own(home);
    return new Account(this, user, home, configuration);
  }

  /** Runs the real doveadm with a configuration of this instance. */
  Command.Result doveadm(Path configuration, byte[] input, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("doveadm", "-c", configuration.toString()));
    words.addAll(arguments);
    return Command.of(release().command(words)).run(input);
  }

  /** The words of a command that runs the real {@code doveadm dsync-server}. */
  List<String> dsyncServer(Path configuration, String user) {
    return List.of(
        directory.resolve("clean-doveadm").toString(),
        configuration.toString(),
        "dsync-server",
        "-u",
        user);
  }

  String log() throws IOException {
    return Files.readString(directory.resolve("log"));
  }

  /** Leaves what has been logged so far out of the next {@link #assertNoErrors}. */
  void forgetLog() throws IOException {
    logSeen = (int) log().lines().count();
  }

  /** Fails on any complaint that was logged since the last call. */
  void assertNoErrors() throws IOException {
    List<String> lines = log().lines().toList();
    List<String> complaints = new ArrayList<>();
    for (String line : lines.subList(logSeen, lines.size())) {
      if (COMPLAINT.matcher(line).find()) {
        complaints.add(line);
      }
    }
    logSeen = lines.size();
    assertThat(complaints).isEmpty();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    home.close();
  }

  private void prepare(int listed, String... lines) throws IOException, InterruptedException {
    for (String folder : List.of("run", "state", "home")) {
      Files.createDirectory(directory.resolve(folder));
    }
    values.putAll(home.values(owner));
    values.put("NAME", "peer" + NUMBER.incrementAndGet());
    values.put("MAIL_USER", owner.user());
    values.put("MAIL_UID", Integer.toString(owner.uid()));
    values.put("MAIL_GID", Integer.toString(owner.gid()));
    values.put("IMAP_PORT", Integer.toString(freePort()));
    values.put("DOVEADM_PORT", Integer.toString(freePort()));
    values.put("DOVEADM_TLS_PORT", Integer.toString(freePort()));
    values.put("LMTP_PORT", Integer.toString(freePort()));
    Certificates.forDovecot(directory.resolve("tls"));
    String text = Files.readString(release().fixture("dovecot.conf")) + text(lines);
    Files.writeString(configuration(), DovecotDirectory.filled(text, values));
    // All at once: Dovecot looks at most once a second whether the file has changed.
    StringBuilder users = new StringBuilder();
    for (int i = 1; i <= listed; i++) {
      String user = userName(i);
      users
          .append(user)
          .append(":{PLAIN}secret:")
          .append(owner.uid())
          .append(':')
          .append(owner.gid())
          .append("::")
          .append(home(user))
          .append("::\n");
    }
    Files.writeString(directory.resolve("users"), users);
    script(
        "clean-doveadm",
        "configuration=$1; shift",
        "exec env -i PATH=/usr/bin:/bin HOME=/ TZ=UTC doveadm -c \"$configuration\" \"$@\"");
  }

  private String text(String... lines) {
    return String.join("\n", release().settings(List.of(lines))) + "\n";
  }

  /** Writes an executable shell script into the instance's directory. */
  Path script(String name, String... lines) throws IOException {
    Path script = directory.resolve(name);
    Files.writeString(script, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return script;
  }

  /** Ends its processes; the mail stays. */
  void stop() throws IOException, InterruptedException {
    home.stop();
  }

  /** Starts it again after {@link #stop}. */
  void startAgain() throws IOException, InterruptedException {
    home.start(configuration());
    awaitAnswer(userName(1));
  }

  private void launch() throws IOException, InterruptedException {
    home.start(configuration());
    awaitAnswer(newAccount().user());
  }

  private void awaitAnswer(String user) throws IOException, InterruptedException {
    for (int i = 0; i < 100; i++) {
      if (doveadm(configuration(), new byte[0], List.of("user", user)).exit() == 0) {
        return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("Dovecot does not answer: " + log());
  }

  private static String userName(int number) {
    return "user" + number + "@example.com";
  }

  private Path home(String user) {
    return directory.resolve("home").resolve(user);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}

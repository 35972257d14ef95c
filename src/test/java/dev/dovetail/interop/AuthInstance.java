package dev.dovetail.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dovetail.cli.Program;
import dev.dovetail.log.StderrLog;
import dev.dovetail.session.Interruption;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A folder of {@code test-fixtures/users} in a temporary directory, and a real Dovecot that answers
 * for its users; closing stops it.
 */
final class AuthInstance implements AutoCloseable {
  private static final Path FIXTURES =
      Path.of(System.getProperty("dovetail.fixtures"), "users").toAbsolutePath();

  private final DovecotDirectory home;
  private final Path directory;

  private AuthInstance(DovecotDirectory home) {
    this.home = home;
    this.directory = home.path();
  }

  /** What a program printed, and its exit status. */
  record Said(String output, String errors, int exit) {}

  static AuthInstance start(String fixture) throws IOException, InterruptedException {
    AuthInstance instance = new AuthInstance(DovecotDirectory.create(DovecotRelease.V2_3));
    try {
      instance.prepare(fixture);
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

  Path configuration() {
    return directory.resolve("config/dovecot.conf");
  }

  /** The words of each line of the fixture's {@code calls}. */
  static List<List<String>> calls(String fixture) throws IOException {
    List<List<String>> calls = new ArrayList<>();
    for (String line : Files.readAllLines(FIXTURES.resolve(fixture).resolve("calls"))) {
      calls.add(List.of(line.split(" ")));
    }
    return calls;
  }

  Said doveadm(List<String> arguments) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("doveadm", "-c", configuration().toString()));
    words.addAll(arguments);
    Command.Result result = Command.of(words).run();
    return new Said(result.text(), result.errors(), result.exit());
  }

  /** The same by our program, called as doveadm. */
  Said ours(List<String> arguments) {
    List<String> words = new ArrayList<>(List.of("-c", configuration().toString()));
    words.addAll(arguments);
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    StringBuilder output = new StringBuilder();
    StderrLog log = new StderrLog(errors, false);
    int exit =
        new Program("doveadm", Map.of("HOME", "/"), log, output, new Interruption())
            .run(words.toArray(new String[0]));
    return new Said(output.toString(), errors.toString(UTF_8), exit);
  }

  private void prepare(String fixture) throws IOException, InterruptedException {
    Map<String, String> values = home.values(MailOwner.choose());
    for (String folder : List.of("run", "state", "config")) {
      Files.createDirectory(directory.resolve(folder));
    }
    fill(FIXTURES.resolve("base.conf"), directory.resolve("base.conf"), values);
    try (var files = Files.walk(FIXTURES.resolve(fixture))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path name = FIXTURES.resolve(fixture).relativize(file);
        Path to = directory.resolve("config").resolve(name);
        Files.createDirectories(to.getParent());
        fill(file, to, values);
      }
    }
  }

  private static void fill(Path from, Path to, Map<String, String> values) throws IOException {
    Files.writeString(to, DovecotDirectory.filled(Files.readString(from), values));
  }

  private void launch() throws IOException, InterruptedException {
    home.start(configuration());
    for (int i = 0; i < 100 && !Files.exists(directory.resolve("run/auth-userdb")); i++) {
      Thread.sleep(50);
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    home.close();
  }
}

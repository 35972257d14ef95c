package dev.dovetail.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * The built executable, run as the owner of a Dovecot instance's mail.
 *
 * @param release of the instance, whose programs it finds
 * @param hostname the instance's: each finds the other's locks stale only if both have the same
 */
record Dovetail(Path executable, DovecotRelease release, MailOwner owner, String hostname) {

  /** The executable of this build; copied to where the mail's owner can reach it if need be. */
  static Dovetail builtHere(DovecotInstance dovecot) throws IOException, InterruptedException {
    Path built = Path.of(System.getProperty("dovetail.executable", "target/dovetail"));
    built = built.toAbsolutePath();
    MailOwner owner = dovecot.owner();
    List<String> probe = owner.command(List.of("test", "-x", built.toString()));
    if (Command.of(probe).run().exit() != 0) {
      Path copy = dovecot.directory().resolve("dovetail");
      Files.copy(built, copy, StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
      built = copy;
    }
    return new Dovetail(built, dovecot.release(), owner, dovecot.hostname());
  }

  Command.Result run(List<String> arguments) throws IOException, InterruptedException {
    return command(arguments).run();
  }

  Command.Result run(String... arguments) throws IOException, InterruptedException {
    return run(List.of(arguments));
  }

  Command command(List<String> arguments) {
    List<String> words =
        new ArrayList<>(List.of("env", "DOVECOT_HOSTNAME=" + hostname, executable.toString()));
    words.addAll(arguments);
    return Command.of(release.command(owner.command(words)));
  }

  /**
   * The words of a command that runs our {@code dsync-server}. They begin with {@code env}, because
   * a doveadm gives the commands that it starts nothing of its own environment.
   */
  List<String> dsyncServer(Path configuration, String user) {
    return List.of(
        "env",
        "JAVA_HOME=" + System.getProperty("java.home"),
        "DOVECOT_HOSTNAME=" + hostname,
        executable.toString(),
        "-c",
        configuration.toString(),
        "dsync-server",
        "-u",
        user);
  }
}

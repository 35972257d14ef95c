package dev.dovetail.transport.ssh;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Whose keys and known hosts are used: those of the account that runs this.
 *
 * @param name of the account
 * @param home where its {@code .ssh} is
 * @param agent socket of its agent, if it has one
 */
public record SshAccount(String name, Path home, Optional<Path> agent) {

  /**
   * The account of this process.
   *
   * @param environment of this process: {@code HOME} and {@code SSH_AUTH_SOCK} are heeded
   */
  public static SshAccount of(Map<String, String> environment) {
    String home = environment.getOrDefault("HOME", "");
    String agent = environment.getOrDefault("SSH_AUTH_SOCK", "");
    return new SshAccount(
        System.getProperty("user.name"),
        Path.of(home.isEmpty() ? System.getProperty("user.home") : home),
        agent.isEmpty() ? Optional.empty() : Optional.of(Path.of(agent)));
  }

  Path directory() {
    return home.resolve(".ssh");
  }
}

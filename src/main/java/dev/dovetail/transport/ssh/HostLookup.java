package dev.dovetail.transport.ssh;

import dev.dovetail.failure.FileReason;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out how a host is reached, from the account's files and OpenSSH's built-in values. */
final class HostLookup {
  private static final int SSH_PORT = 22;
  private static final int MAX_PORT = 65535;
  private static final int CONNECT_SECONDS = 30;
  private static final int ALIVE_SECONDS = 30;
  private static final int ALIVE_COUNT = 3;
  private static final int MAX_SECONDS = 1_000_000;
  private static final List<String> USUAL_KEYS =
      List.of("~/.ssh/id_ed25519", "~/.ssh/id_ecdsa", "~/.ssh/id_rsa");
  private static final List<String> USUAL_KNOWN_HOSTS =
      List.of("~/.ssh/known_hosts", "~/.ssh/known_hosts2");
  private static final List<String> USUAL_GLOBAL_KNOWN_HOSTS =
      List.of("/etc/ssh/ssh_known_hosts", "/etc/ssh/ssh_known_hosts2");

  private final SshAccount account;
  private final SshConfig config;
  private final Map<Character, String> tokens = new HashMap<>();

  private HostLookup(SshAccount account, SshConfig config) {
    this.account = account;
    this.config = config;
  }

  /**
   * Looks one host up.
   *
   * @param host as the admin wrote it
   * @param login the account there; empty leaves it to the configuration
   * @throws SyncException if the configuration cannot be read or asks for what is not served
   */
  static SshHost find(String host, String login, SshAccount account) throws SyncException {
    Path file = account.directory().resolve("config");
    SshConfig config = SshConfig.parse(file.toString(), lines(file), host);
    config.checkDirect(host);
    return new HostLookup(account, config).find(host, login);
  }

  private static List<String> lines(Path file) throws SyncException {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new SyncException(
          Grade.CONFIGURATION, "Cannot read " + file + ": " + FileReason.of(e), e);
    }
  }

  private SshHost find(String host, String login) throws SyncException {
    tokens.put('%', "%");
    tokens.put('h', host);
    String address = SshConfig.expand(config.text("hostname", host), tokens);
    int port = config.number("port", SSH_PORT, MAX_PORT);
    String user = login.isEmpty() ? config.text("user", account.name()) : login;
    tokens.put('h', address);
    tokens.put('n', host);
    tokens.put('p', Integer.toString(port));
    tokens.put('r', user);
    tokens.put('u', account.name());
    tokens.put('d', account.home().toString());
    String alias = config.text("hostkeyalias", "");
    return new SshHost(
        address,
        port,
        user,
        alias.isEmpty() ? Optional.empty() : Optional.of(alias),
        knownHosts(),
        files("identityfile", USUAL_KEYS),
        config.flag("identitiesonly"),
        agent(),
        Math.max(config.number("connecttimeout", CONNECT_SECONDS, MAX_SECONDS), 1),
        config.number("serveraliveinterval", ALIVE_SECONDS, MAX_SECONDS),
        Math.max(config.number("serveralivecountmax", ALIVE_COUNT, MAX_SECONDS), 1),
        config.flag("compression"));
  }

  private List<Path> knownHosts() throws SyncException {
    List<Path> all = new ArrayList<>(files("userknownhostsfile", USUAL_KNOWN_HOSTS));
    all.addAll(files("globalknownhostsfile", USUAL_GLOBAL_KNOWN_HOSTS));
    return all;
  }

  private List<Path> files(String keyword, List<String> usual) throws SyncException {
    List<String> names = config.texts(keyword);
    List<Path> files = new ArrayList<>();
    for (String name : names.isEmpty() ? usual : names) {
      if (!name.equalsIgnoreCase("none")) {
        files.add(SshConfig.file(name, account, tokens));
      }
    }
    return files;
  }

  private Optional<Path> agent() throws SyncException {
    String named = config.text("identityagent", "SSH_AUTH_SOCK");
    if (named.equals("SSH_AUTH_SOCK")) {
      return account.agent();
    }
    return named.equalsIgnoreCase("none")
        ? Optional.empty()
        : Optional.of(SshConfig.file(named, account, tokens));
  }
}

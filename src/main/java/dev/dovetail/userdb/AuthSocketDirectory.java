package dev.dovetail.userdb;

import dev.dovetail.config.syntax.Quoting;
import dev.dovetail.config.variable.AuthInfo;
import dev.dovetail.failure.FileReason;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import dev.dovetail.os.UnixSocket;
import dev.dovetail.text.TabEscaping;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The auth process of a running Dovecot, whatever is behind it: SQL, LDAP, Lua (doveadm-interfaces
 * 5.2). One connection serves all requests.
 */
final class AuthSocketDirectory implements UserDirectory, Closeable {

  private static final int MAX_USERS = 10_000_000;

  private final Path socket;
  private final AuthInfo info;
  private final boolean passFirst;
  private final Log log;
  private AuthConnection connection;
  private int lastId;

  /**
   * @param passFirst whether the passdb must say first that a user is not on another host
   */
  AuthSocketDirectory(Path socket, AuthInfo info, boolean passFirst, Log log) {
    this.socket = socket;
    this.info = info;
    this.passFirst = passFirst;
    this.log = log;
  }

  /**
   * Connects, if that has not happened yet.
   *
   * @throws AuthSilence if somebody is there, who does not answer as an auth process does
   */
  void connect() throws IOException {
    if (connection != null) {
      return;
    }
    SocketChannel channel;
    try {
      channel = UnixSocket.connect(socket);
    } catch (IOException e) {
      throw new IOException("connect(" + socket + ") failed: " + FileReason.of(e), e);
    }
    try {
      connection = AuthConnection.over(channel);
    } catch (IOException e) {
      throw new AuthSilence(socket, e);
    }
  }

  @Override
  public Optional<User> lookup(String name) throws IOException {
    Optional<String[]> reply = ask("USER", name);
    if (reply.isEmpty()) {
      return Optional.empty();
    }
    String[] words = reply.get();
    String known = words.length > 2 && !words[2].isEmpty() ? TabEscaping.unescape(words[2]) : name;
    Map<String, String> fields = fields(words, 3);
    String renamed = fields.remove("user");
    return Optional.of(new User(renamed == null || renamed.isEmpty() ? known : renamed, fields));
  }

  /** A passdb that must not be asked, or fails, keeps nobody's mail here from being worked on. */
  @Override
  public Optional<OtherHost> otherHost(String name) throws IOException {
    return OtherHost.of(passFirst ? passFields(name) : Map.of(), attempt("PASS", name));
  }

  private Map<String, String> passFields(String name) throws IOException {
    try {
      Optional<String[]> reply = ask("PASS", name);
      return reply.isEmpty() ? Map.of() : fields(reply.get(), 2);
    } catch (AuthRefusal e) {
      log.debug(() -> "The passdb does not say where " + name + " is: " + e.getMessage());
      return Map.of();
    }
  }

  private static Map<String, String> fields(String[] words, int first) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = first; i < words.length; i++) {
      String word = TabEscaping.unescape(words[i]);
      int equals = word.indexOf('=');
      if (!word.isEmpty()) {
        fields.put(
            equals < 0 ? word : word.substring(0, equals),
            equals < 0 ? "" : word.substring(equals + 1));
      }
    }
    return fields;
  }

  /**
   * @return the words of the positive answer; empty if there is no such user
   */
  private Optional<String[]> ask(String command, String name) throws IOException {
    if (!isPossible(name)) {
      return Optional.empty();
    }
    String attempt = attempt(command, name);
    String request = command + '\t' + (lastId + 1) + '\t' + TabEscaping.escape(name) + parameters();
    if (request.getBytes(StandardCharsets.UTF_8).length > AuthConnection.MAX_REQUEST_BYTES) {
      // The server would hang up; it cannot know a user whom nobody can ask for.
      return Optional.empty();
    }
    try {
      String[] words = reply(request);
      return switch (words[0]) {
        case "USER", "PASS" -> Optional.of(words);
        case "NOTFOUND" -> Optional.empty();
        default -> throw new AuthRefusal(attempt + ": " + reason(words));
      };
    } catch (SyncException e) {
      throw e;
    } catch (IOException e) {
      throw broken(attempt, e);
    }
  }

  private static String attempt(String command, String name) {
    return "auth-master: "
        + (command.equals("USER") ? "userdb" : "passdb")
        + " lookup("
        + Quoting.forMessage(name)
        + ")";
  }

  private static boolean isPossible(String name) {
    boolean possible = !name.isEmpty();
    for (int i = 0; i < name.length() && possible; i++) {
      possible = name.charAt(i) >= ' ' && name.charAt(i) != 0x7f && name.charAt(i) != 0xfffd;
    }
    return possible;
  }

  private String parameters() {
    StringBuilder text = new StringBuilder("\tservice=").append(TabEscaping.escape(info.service()));
    for (Map.Entry<String, String> detail : info.details().entrySet()) {
      text.append('\t').append(TabEscaping.escape(detail.getKey()));
      text.append('=').append(TabEscaping.escape(detail.getValue()));
    }
    return text.toString();
  }

  /** Sends a request; once more over a new connection if the server has ended the old one. */
  private String[] reply(String request) throws IOException {
    boolean used = connection != null && lastId > 0;
    lastId++;
    try {
      return exchange(request);
    } catch (IOException e) {
      close();
      if (!used) {
        throw e;
      }
      return exchange(request);
    }
  }

  private String[] exchange(String request) throws IOException {
    connect();
    connection.send(request + "\n");
    String id = String.valueOf(lastId);
    while (true) {
      String[] words = connection.read().split("\t", -1);
      // The greeting has more lines than one, and later versions may say more.
      if (words.length > 1 && words[1].equals(id)) {
        return words;
      }
    }
  }

  /** The server answers, and will not say. */
  private static final class AuthRefusal extends SyncException {
    private static final long serialVersionUID = 1;

    AuthRefusal(String message) {
      super(Grade.TEMPORARY, message);
    }
  }

  private static String reason(String[] words) {
    String reason = fields(words, 2).getOrDefault("reason", "");
    return reason.isEmpty()
        ? "the server refused or failed: see its log; only root may ask for any user"
        : reason;
  }

  @Override
  public void iterate(UserMask mask, Consumer<String> each) throws IOException {
    int count = 0;
    String request = "LIST\t" + (lastId + 1) + "\tuser=" + TabEscaping.escape(mask.pattern());
    try {
      String[] words = reply(request + "\tservice=" + TabEscaping.escape(info.service()));
      while (words[0].equals("LIST")) {
        String name = words.length > 2 ? TabEscaping.unescape(words[2]) : "";
        if (!name.isEmpty() && mask.matches(name)) {
          each.accept(name);
        }
        if (++count > MAX_USERS) {
          throw new IOException("it lists more than " + MAX_USERS + " users");
        }
        words = connection.read().split("\t", -1);
      }
      if (!words[0].equals("DONE") || words.length > 2 && words[2].equals("fail")) {
        throw listingRefused();
      }
    } catch (SyncException e) {
      throw e;
    } catch (IOException e) {
      throw broken("auth-master: userdb list", e);
    }
  }

  private SyncException listingRefused() {
    return new SyncException(
        Grade.CONFIGURATION,
        "auth-master: userdb list: User listing returned failure: the auth process at "
            + socket
            + " does not let this user list, or a userdb cannot (static cannot, sql needs"
            + " iterate_query). Run as root, or name the users with -u or in a file with -F");
  }

  private SyncException broken(String attempt, IOException e) {
    close();
    return new SyncException(Grade.TEMPORARY, attempt + ": " + FileReason.of(e), e);
  }

  @Override
  public void close() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }
}

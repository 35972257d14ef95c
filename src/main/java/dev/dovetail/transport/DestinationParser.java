package dev.dovetail.transport;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import java.util.ArrayList;
import java.util.List;

/** The table of doveadm-interfaces 1.6, row by row. */
final class DestinationParser {

  private static final int MAX_PORT = 65535;

  private final String serverWord;
  private final String user;
  private final boolean lookedUp;

  DestinationParser(String serverWord, String user, boolean lookedUp) {
    this.serverWord = serverWord;
    this.user = user;
    this.lookedUp = lookedUp;
  }

  Destination parse(List<String> words) throws SyncException {
    if (words.size() > 1) {
      return command(words);
    }
    String word = words.get(0);
    int colon = schemeEnd(word);
    if (colon > 0) {
      return location(word, word.substring(0, colon), word.substring(colon + 1));
    }
    if (word.indexOf(' ') >= 0 || word.indexOf('/') >= 0) {
      return command(List.of(word.split(" ", -1)));
    }
    return host(word);
  }

  private Destination command(List<String> words) throws SyncException {
    if (words.get(0).isEmpty()) {
      throw new SyncException(Grade.USAGE, "The destination's command is empty");
    }
    List<String> command = new ArrayList<>(words);
    if (!command.get(command.size() - 1).equals(serverWord)) {
      command.add(serverWord);
    }
    return new Destination.Command(command);
  }

  /** Here, unlike behind "remote:", what is before the @ is the mail user, not the login. */
  private Destination host(String word) throws SyncException {
    int at = word.indexOf('@');
    String own = lookedUp ? user : "";
    String mailUser = at < 0 ? own : word.substring(0, at);
    return remote(word, mailUser, "", word.substring(at + 1), false);
  }

  private static int schemeEnd(String word) {
    int at = 0;
    while (at < word.length() && isLetterOrDigit(word.charAt(at))) {
      at++;
    }
    return at < word.length() && word.charAt(at) == ':' ? at : -1;
  }

  private static boolean isLetterOrDigit(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }

  private Destination location(String word, String scheme, String rest) throws SyncException {
    return switch (scheme) {
      case "tcp", "tcps" ->
          server(
              rest, scheme.equals("tcps") ? Destination.Security.TLS : Destination.Security.PLAIN);
      case "remote", "remoteprefix" -> {
        int at = rest.lastIndexOf('@');
        String login = at < 0 ? "" : rest.substring(0, at);
        boolean prefixed = scheme.equals("remoteprefix");
        yield remote(rest, user, login, rest.substring(at + 1), prefixed);
      }
      default -> new Destination.MailLocation(word);
    };
  }

  private static Destination remote(
      String text, String mailUser, String login, String host, boolean prefixed)
      throws SyncException {
    if (host.isEmpty()) {
      throw new SyncException(Grade.USAGE, "The destination names no host");
    }
    return new Destination.Remote(text, mailUser, login, host, prefixed);
  }

  /** {@code /path}, {@code host}, {@code host:port}, {@code [address]:port}. */
  static Destination.DoveadmServer server(String text, Destination.Security security)
      throws SyncException {
    if (text.indexOf('/') >= 0) {
      return new Destination.ServerSocket(text);
    }
    String host = text;
    String port = "";
    if (text.startsWith("[")) {
      int close = text.indexOf(']');
      if (close < 0) {
        throw portNotKnown(text);
      }
      host = text.substring(1, close);
      String behind = text.substring(close + 1);
      if (!behind.isEmpty() && !behind.startsWith(":")) {
        throw portNotKnown(text);
      }
      port = behind.isEmpty() ? "" : behind.substring(1);
      if (!behind.isEmpty() && port.isEmpty()) {
        throw portNotKnown(text);
      }
    } else {
      int colon = text.indexOf(':');
      if (colon >= 0 && colon == text.lastIndexOf(':')) {
        host = text.substring(0, colon);
        port = text.substring(colon + 1);
        if (port.isEmpty()) {
          throw portNotKnown(text);
        }
      }
    }
    if (host.isEmpty()) {
      throw new SyncException(Grade.USAGE, "The server's address '" + text + "' names no host");
    }
    return new Destination.Server(text, host, port.isEmpty() ? 0 : port(port, text), security);
  }

  private static int port(String digits, String text) throws SyncException {
    try {
      int port = Integer.parseInt(digits);
      if (port > 0 && port <= MAX_PORT) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw portNotKnown(text);
  }

  private static SyncException portNotKnown(String text) {
    return new SyncException(
        Grade.TEMPORARY,
        "Port not known for " + text + ". Either set proxy_port or use " + text + ":port");
  }
}

package dev.dovetail.transport.listen;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import java.nio.file.Path;
import java.util.Optional;

/** Where a server can be reached. */
public sealed interface ListenAddress {
  /** The mode of a socket that only its owner can reach. */
  int OWNER_ONLY = 0600;

  /** As the admin would write it, for messages. */
  String text();

  /** Whether its clients need no password. */
  default boolean isPrivate() {
    return false;
  }

  /**
   * A TCP port.
   *
   * @param host empty for all addresses of this host
   * @param port 1 to 65535
   */
  record Port(String host, int port, boolean tls) implements ListenAddress {
    @Override
    public String text() {
      String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
      return (tls ? "tcps:" : "tcp:") + (host.isEmpty() ? "*" : name) + ":" + port;
    }
  }

  /**
   * A UNIX socket. With mode 0600 whoever can connect to it needs no password, as with Dovecot.
   *
   * @param mode permission bits
   * @param user its owner, if not this process's
   * @param group its group, if not this process's
   */
  record Socket(Path path, int mode, Optional<String> user, Optional<String> group)
      implements ListenAddress {
    @Override
    public String text() {
      return path.toString();
    }

    @Override
    public boolean isPrivate() {
      return mode == OWNER_ONLY;
    }
  }

  /**
   * Reads {@code tcp:[host:]port}, {@code tcps:[host:]port} or a path.
   *
   * @throws SyncException ({@code CONFIGURATION}) if it is none of these
   */
  static ListenAddress parse(String text) throws SyncException {
    if (text.startsWith("/")) {
      return new Socket(Path.of(text), OWNER_ONLY, Optional.empty(), Optional.empty());
    }
    boolean tls = text.startsWith("tcps:");
    if (tls || text.startsWith("tcp:")) {
      String rest = text.substring(text.indexOf(':') + 1);
      int colon = rest.lastIndexOf(':');
      String host = colon < 0 ? "" : rest.substring(0, colon);
      if (host.startsWith("[") && host.endsWith("]")) {
        host = host.substring(1, host.length() - 1);
      }
      try {
        int port = Integer.parseInt(rest.substring(colon + 1));
        if (port > 0 && port <= 65535) {
          return new Port(host.equals("*") ? "" : host, port, tls);
        }
      } catch (NumberFormatException e) {
        // Told below.
      }
    }
    throw new SyncException(
        Grade.CONFIGURATION,
        "dovetail_listen cannot contain "
            + text
            + ": write tcp:port, tcps:port, tcps:host:port or the path of a socket");
  }
}

package dev.dovetail.transport;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import java.util.List;

/** Where the other end of a sync is, as the command line or {@code mail_replica} names it. */
public sealed interface Destination {

  /** Another store of the same user: {@code driver:path…}. */
  record MailLocation(String location) implements Destination {}

  /** A command to execute, server word included. */
  record Command(List<String> words) implements Destination {
    public Command {
      words = List.copyOf(words);
    }
  }

  /**
   * {@code remote:[login@]host}, {@code remoteprefix:[login@]host} and {@code [user@]host}.
   *
   * @param text behind the colon, for messages
   * @param user the mail user that the other end is asked for; empty if it shall be its own
   * @param login the account there; empty if none is named
   * @param prefixed whether the user's name is written to the command's stdin first
   */
  record Remote(String text, String user, String login, String host, boolean prefixed)
      implements Destination {

    @Override
    public boolean isOnAnotherHost() {
      return !isLoopback(host);
    }
  }

  /** A doveadm server, as {@code tcp:}, {@code tcps:} and the option {@code -S} name it. */
  sealed interface DoveadmServer extends Destination {

    /** As the admin wrote it, without {@code tcp:}; for messages. */
    String text();
  }

  /**
   * {@code tcp:host[:port]} and {@code tcps:host[:port]}.
   *
   * @param host the name that a certificate must have
   * @param address what is connected to; the host's name if that is to be resolved
   * @param port 0 if {@code doveadm_port} is meant
   */
  record Server(String text, String host, String address, int port, Security security)
      implements DoveadmServer {

    public Server(String text, String host, int port, Security security) {
      this(text, host, host, port, security);
    }

    /** The same host, whose address is known already. */
    public Server at(String ip) {
      return new Server(text, host, ip, port, security);
    }

    @Override
    public boolean isOnAnotherHost() {
      return !isLoopback(address);
    }

    /**
     * The same with a port for certain.
     *
     * @param configured {@code doveadm_port}; 0 if there is none
     */
    public Server orPort(int configured) throws SyncException {
      if (port != 0) {
        return this;
      }
      if (configured == 0) {
        throw new SyncException(
            Grade.TEMPORARY,
            "Port not known for " + text + ": set doveadm_port or write " + text + ":port");
      }
      return new Server(text, host, address, configured, security);
    }
  }

  /** How a connection to a doveadm server is protected. */
  enum Security {
    PLAIN,
    TLS,
    /** TLS that begins behind the greeting, on a port for both. */
    STARTTLS
  }

  /** {@code tcp:/path}. */
  record ServerSocket(String text) implements DoveadmServer {}

  /**
   * Whether the other end is on another machine, as far as the words tell. A command can lead
   * anywhere.
   */
  default boolean isOnAnotherHost() {
    return false;
  }

  /** Whether a host name or address is plainly this machine's own. */
  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
  }

  /**
   * Reads the words behind the options, or the one word of {@code mail_replica} (doveadm-interfaces
   * 1.6).
   *
   * @param words at least one
   * @param serverWord appended to commands: {@code dsync-server}, or {@code server} for the {@code
   *     dsync} alias
   * @param user the mail user of the run
   * @param lookedUp whether a user database knows this user
   * @throws SyncException if the words name nothing that can be reached
   */
  static Destination parse(List<String> words, String serverWord, String user, boolean lookedUp)
      throws SyncException {
    return new DestinationParser(serverWord, user, lookedUp).parse(words);
  }

  /**
   * Reads the value of {@code -S}: a UNIX socket's path, or {@code host[:port]} (doveadm-interfaces
   * 1.3).
   */
  static DoveadmServer server(String text, Security security) throws SyncException {
    return DestinationParser.server(text, security);
  }
}

package dev.dovetail.transport.tcp;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import dev.dovetail.transport.Destination;
import dev.dovetail.transport.Link;
import dev.dovetail.transport.Patience;
import dev.dovetail.transport.tls.TlsClient;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * A doveadm server and one command for it: a server that has run a command as a user may be unable
 * to run another (doveadm-interfaces 3.3). {@link #close} may come from another thread and ends
 * whatever is going on.
 */
public final class DoveadmClient implements Closeable {
  /** How long names may take to be looked up and connections to be made. */
  private static final long CONNECT_SECONDS = 30;

  private final Destination.DoveadmServer server;
  private final Credentials credentials;
  private final ServerConnection connection;
  private final RemoteLog log;
  private InputStream input;
  private OutputStream output;
  private int minor;

  /**
   * @param server with its port
   * @param tls for a server that speaks it
   * @param log gets what the server logs
   */
  public DoveadmClient(
      Destination.DoveadmServer server, Credentials credentials, Optional<TlsClient> tls, Log log) {
    this(server, credentials, tls, "remote(" + server.text() + "): ", log);
  }

  /**
   * @param logPrefix of what the server logs
   */
  public DoveadmClient(
      Destination.DoveadmServer server,
      Credentials credentials,
      Optional<TlsClient> tls,
      String logPrefix,
      Log log) {
    this.server = server;
    this.credentials = credentials;
    this.connection = new ServerConnection(server, tls);
    this.log = new RemoteLog(logPrefix, log);
  }

  /**
   * Connects and makes the server believe us.
   *
   * @param timeoutSeconds how long its greeting may take; no limit if 0
   * @throws SyncException ({@code TEMPORARY}) with the reason
   */
  public void connect(long timeoutSeconds) throws SyncException {
    try (Patience patience = new Patience(CONNECT_SECONDS, connection::close)) {
      try {
        connection.connect();
      } catch (IOException e) {
        throw failed("Connecting to", patience.isOver() ? silence(CONNECT_SECONDS) : reason(e), e);
      }
    }
    try (Patience patience = new Patience(timeoutSeconds, connection::close)) {
      try {
        greet();
      } catch (IOException e) {
        throw failed("Logging in to", patience.isOver() ? silence(timeoutSeconds) : reason(e), e);
      }
    }
  }

  private void greet() throws IOException {
    BufferedInputStream plain = new BufferedInputStream(connection.input());
    output = connection.output();
    Greeting greeting = new Greeting(plain, output);
    minor = greeting.exchange();
    if (connection.isToBeSecured()) {
      greeting.beginTls();
      connection.secure();
      plain = new BufferedInputStream(connection.input());
      output = connection.output();
    }
    if (greeting.wantsPassword()) {
      Greeting.authenticate(plain, output, credentials);
    }
    // Only this direction changes its form; ours stays plain.
    input = minor > 0 ? new PacketInput(plain, log) : plain;
  }

  /**
   * Runs the command and waits for its end, or, if a dsync stream follows, for its beginning.
   *
   * @param timeoutSeconds how long the answer may take; no limit if 0
   * @throws SyncException ({@code TEMPORARY}) if no answer comes
   */
  public ServerReply run(ServerCommand command, long timeoutSeconds) throws SyncException {
    try (Patience patience = new Patience(timeoutSeconds, connection::close)) {
      try {
        output.write(command.line());
        return ServerReply.read(input);
      } catch (IOException e) {
        throw failed(
            "Running " + command.words().get(0) + " on",
            patience.isOver() ? silence(timeoutSeconds) : reason(e),
            e);
      }
    }
  }

  /** The minor version that the server has announced. */
  public int minor() {
    return minor;
  }

  /** The dsync stream that follows a successful {@code dsync-server}; it closes this client. */
  public Link link() {
    return new ServerLink(server.text(), connection, input, output);
  }

  /** What it means that the server did not run a command. */
  public ServerRefusal refusal(ServerCommand command, String reason) {
    String name = command.words().get(0);
    String where = "The doveadm server at " + server.text();
    String message =
        switch (reason) {
          case "NOUSER" ->
              where + " knows no user " + command.user() + ": check the name and the userdb there";
          case "NOREPLICATE" -> where + " does not replicate " + command.user();
          case "CHANGED" ->
              "Mailbox changes caused a desync. You may want to run " + name + " again";
          case "", "UNKNOWN" ->
              where
                  + " did not finish "
                  + name
                  + ", perhaps for changes meanwhile: run it again, and look into the log there"
                  + " if that does not help";
          default -> where + " did not finish " + name + ": it answers " + reason;
        };
    return new ServerRefusal(message, reason);
  }

  /** The last error that the server logged; null if there was none. */
  public String lastError() {
    return log.lastError();
  }

  private SyncException failed(String attempt, String reason, IOException cause) {
    return new SyncException(
        Grade.TEMPORARY,
        attempt + " the doveadm server at " + server.text() + " failed: " + reason,
        cause);
  }

  private static String silence(long seconds) {
    return "no answer within " + seconds + " seconds";
  }

  private static String reason(IOException e) {
    if (e instanceof UnknownHostException) {
      return "there is no such host";
    }
    if (e instanceof EOFException) {
      return "it ended the connection without an answer; its own log may say why";
    }
    String message = e.getMessage();
    if (e instanceof SSLException && String.valueOf(message).contains("alert: certificate_req")) {
      return "it wants a client certificate: set ssl_client_cert and ssl_client_key";
    }
    return switch (message == null ? "" : message) {
      case "" -> "the connection was given up";
      case "Connection refused" -> message + "; is a doveadm server running there?";
      case "Permission denied" -> message + "; run this as the socket's owner, usually root";
      default -> message;
    };
  }

  @Override
  public void close() {
    connection.close();
  }
}

package dev.dovetail.session;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import dev.dovetail.log.StderrLog;
import dev.dovetail.transport.Destination;
import dev.dovetail.transport.Link;
import dev.dovetail.transport.tcp.Credentials;
import dev.dovetail.transport.tcp.DoveadmClient;
import dev.dovetail.transport.tcp.ServerCommand;
import dev.dovetail.transport.tcp.ServerReply;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Servers of our own, one for each owner of mail, that serve the owner's users for a server that is
 * root: it hands on what its clients say, and never works inside a user's directory. Thread-safe.
 */
public final class OwnerServers implements Closeable {
  private static final int BUFFER = 64 * 1024;
  private static final long START_SECONDS = 60;

  private final List<String> arguments;
  private final Consumer<String> told;
  private final StderrLog log;
  private final Map<String, OwnerServer> servers = new HashMap<>();
  private boolean closed;

  /**
   * @param arguments of such a server
   * @param log gets their lines as they stand
   */
  public OwnerServers(List<String> arguments, StderrLog log) {
    this(arguments, line -> {}, log);
  }

  /**
   * @param arguments of such a server
   * @param told gets the lines that one writes to its standard output when it listens; from any
   *     thread
   * @param log gets their lines as they stand
   */
  public OwnerServers(List<String> arguments, Consumer<String> told, StderrLog log) {
    this.arguments = List.copyOf(arguments);
    this.told = told;
    this.log = log;
  }

  /** The socket of a server that serves one owner's users for root; empty for other processes. */
  public static Optional<String> socketForRoot(Map<String, String> environment) {
    return Optional.ofNullable(environment.get(OwnerServer.SOCKET));
  }

  /**
   * Lets the owner's server serve a client.
   *
   * @param command what the client wants, without the user
   * @param client that was accepted
   * @param told gets what that server logs
   * @return empty, or why the server refuses (doveadm-interfaces 3.3)
   */
  public Optional<String> serve(
      UserContext user, List<String> command, boolean debug, Link client, Log told)
      throws IOException {
    OwnerServer server = serverFor(user);
    List<String> words = new ArrayList<>(command);
    words.add("-u" + user.name());
    words.add("--");
    words.add(Worker.describe(user));
    ServerCommand asked = new ServerCommand(debug ? "D" : "", user.name(), words);
    Destination.ServerSocket address = new Destination.ServerSocket(server.socket().toString());
    Credentials none = new Credentials("", "");
    try (DoveadmClient connection = new DoveadmClient(address, none, Optional.empty(), "", told)) {
      connection.connect(START_SECONDS);
      ServerReply reply = connection.run(asked, 0);
      if (!reply.succeeded()) {
        return Optional.of(reply.reason());
      }
      join(client, connection.link());
      return Optional.empty();
    }
  }

  private synchronized OwnerServer serverFor(UserContext user) throws IOException {
    if (closed) {
      throw new SyncException(Grade.TEMPORARY, "the server is ending");
    }
    String owner = OwnerCommand.owner(user);
    OwnerServer known = servers.get(owner);
    if (known == null || !known.isAlive()) {
      if (known != null) {
        known.close();
      }
      known = OwnerServer.start(user, arguments, told, log);
      servers.put(owner, known);
    }
    return known;
  }

  /** Until the owner's server has said its last word; what the client says then is not wanted. */
  private static void join(Link client, Link server) throws IOException {
    Thread up = new Thread(() -> pump(client.input(), server.output()), "to-owner");
    up.setDaemon(true);
    up.start();
    byte[] buffer = new byte[BUFFER];
    InputStream from = server.input();
    OutputStream to = client.output();
    for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
      to.write(buffer, 0, n);
      // A command's standard input, and SSH, keep what they are given until then.
      to.flush();
    }
  }

  private static void pump(InputStream from, OutputStream to) {
    try (to) {
      byte[] buffer = new byte[BUFFER];
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        to.write(buffer, 0, n);
        to.flush();
      }
    } catch (IOException e) {
      // One end is gone; closing the other tells it, and the server says why.
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    servers.values().forEach(OwnerServer::close);
    servers.clear();
  }
}

package dev.dovetail.session;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import dev.dovetail.log.StderrLog;
import dev.dovetail.transport.Destination;
import dev.dovetail.transport.Link;
import dev.dovetail.transport.pipe.InProcessLink;
import dev.dovetail.transport.tcp.Credentials;
import dev.dovetail.transport.tcp.DoveadmClient;
import dev.dovetail.transport.tcp.ServerCommand;
import dev.dovetail.transport.tcp.ServerReply;
import dev.dovetail.wire.PatientOutput;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Servers of our own, one for each owner of mail, that serve the owner's users for a server that is
 * root: it hands on what its clients say, and never works inside a user's directory. Of those that
 * have nothing to do only so many stay, for each takes some 30 MB. Thread-safe.
 */
public final class OwnerServers implements Closeable {
  private static final int BUFFER = 64 * 1024;
  private static final long START_SECONDS = 60;

  private final List<String> arguments;
  private final OwnerEvents events;
  private final StderrLog log;

  /** By owner; who has not been asked for the longest time is the first. */
  private final Map<String, OwnerServer> servers = new LinkedHashMap<>(16, 0.75f, true);

  private final Set<OwnerServer> ending = new HashSet<>();
  private int most = Integer.MAX_VALUE;
  private boolean closed;

  /**
   * @param arguments of such a server
   * @param log gets their lines as they stand
   */
  public OwnerServers(List<String> arguments, StderrLog log) {
    this(arguments, OwnerEvents.IGNORED, log);
  }

  /**
   * @param arguments of such a server
   * @param log gets their lines as they stand
   */
  public OwnerServers(List<String> arguments, OwnerEvents events, StderrLog log) {
    this.arguments = List.copyOf(arguments);
    this.events = events;
    this.log = log;
  }

  /**
   * From now on.
   *
   * @param most how many stay, unless more are serving; at least 1
   */
  public synchronized void limit(int most) {
    this.most = most;
  }

  /** The name of whom a user's mail belongs to. */
  public static String owner(UserContext user) throws IOException {
    return OwnerCommand.owner(user);
  }

  /** The socket of a server that serves one owner's users for root; empty for other processes. */
  public static Optional<String> socketForRoot(Map<String, String> environment) {
    return Optional.ofNullable(environment.get(OwnerServer.SOCKET));
  }

  /**
   * Lets the owner's server serve a client.
   *
   * @param command what the client wants, without the user
   * @param client that was accepted; closed if it takes nothing any more
   * @param timeout seconds without progress until then; no limit if 0
   * @param told gets what that server logs
   * @return empty, or why the server refuses (doveadm-interfaces 3.3)
   */
  public Optional<String> serve(
      UserContext user, List<String> command, boolean debug, Link client, long timeout, Log told)
      throws IOException {
    OwnerServer server = take(user);
    try {
      return serve(server, user, command, debug, client, timeout, told);
    } finally {
      release(server);
    }
  }

  /** The same where both ends are the owner's, and no client says anything. */
  public Optional<String> serve(UserContext user, List<String> command, boolean debug, Log told)
      throws IOException {
    InProcessLink.Pair silent = InProcessLink.pair(1);
    silent.second().close();
    return serve(user, command, debug, silent.first(), 0, told);
  }

  private static Optional<String> serve(
      OwnerServer server,
      UserContext user,
      List<String> command,
      boolean debug,
      Link client,
      long timeout,
      Log told)
      throws IOException {
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
      join(client, connection.link(), timeout);
      return Optional.empty();
    }
  }

  private synchronized OwnerServer take(UserContext user) throws IOException {
    if (closed) {
      throw new SyncException(Grade.TEMPORARY, "the server is ending");
    }
    String owner = OwnerCommand.owner(user);
    OwnerServer known = servers.get(owner);
    if (known == null || !known.isAlive()) {
      if (known != null) {
        servers.remove(owner);
        known.close();
      }
      keep(most - 1);
      known = OwnerServer.start(user, arguments, new Ear(owner), log);
      servers.put(owner, known);
    }
    known.clients++;
    return known;
  }

  private synchronized void release(OwnerServer server) {
    server.clients--;
    keep(most);
  }

  /** Ends those that have had nothing to do for the longest time. */
  private void keep(int number) {
    Iterator<Map.Entry<String, OwnerServer>> all = servers.entrySet().iterator();
    int tooMany = servers.size() - number;
    while (tooMany > 0 && all.hasNext()) {
      Map.Entry<String, OwnerServer> next = all.next();
      if (next.getValue().clients == 0) {
        all.remove();
        ending.add(next.getValue());
        Thread thread = new Thread(() -> end(next.getKey(), next.getValue()), "owner-ends");
        thread.setDaemon(true);
        thread.start();
        tooMany--;
      }
    }
  }

  private void end(String owner, OwnerServer server) {
    try {
      events.ending(owner);
    } finally {
      server.close();
      synchronized (this) {
        ending.remove(server);
      }
    }
  }

  private synchronized boolean forget(String owner, OwnerServer server) {
    return !closed && servers.remove(owner, server);
  }

  /** Listens to one server. */
  private final class Ear implements OwnerServer.Listener {
    private final String owner;

    Ear(String owner) {
      this.owner = owner;
    }

    @Override
    public void told(String line) {
      events.told(line);
    }

    @Override
    public void ended(OwnerServer server) {
      if (forget(owner, server)) {
        server.close();
        events.lost(owner);
      }
    }
  }

  /**
   * Until the owner's server has said its last word, also if the client is gone before: it tells
   * how that was. What the client says then is not wanted. A client that takes nothing any more
   * would keep us from hearing that the server has given it up.
   */
  private static void join(Link client, Link server, long timeout) throws IOException {
    Thread up = new Thread(() -> pump(client.input(), server.output()), "to-owner");
    up.setDaemon(true);
    up.start();
    byte[] buffer = new byte[BUFFER];
    InputStream from = server.input();
    boolean heard = true;
    try (PatientOutput to =
        new PatientOutput(client.output(), timeout, () -> closeQuietly(client))) {
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        heard = heard && isHeard(to, buffer, n);
      }
    }
  }

  private static void closeQuietly(Link client) {
    try {
      client.close();
    } catch (IOException e) {
      // It was to be broken, and it is.
    }
  }

  private static boolean isHeard(OutputStream to, byte[] bytes, int length) {
    try {
      to.write(bytes, 0, length);
      return true;
    } catch (IOException e) {
      return false;
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
    ending.addAll(servers.values());
    servers.clear();
    ending.forEach(OwnerServer::close);
  }
}

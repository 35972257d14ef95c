package dev.dovetail.transport.ssh;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchChangedHostKeyException;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchHostKeyException;
import com.jcraft.jsch.JSchUnknownHostKeyException;
import com.jcraft.jsch.Session;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import dev.dovetail.transport.Patience;
import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;

/**
 * A connection to an SSH server that has shown a known key and has accepted one of ours. {@link
 * #close} may come from another thread and ends whatever is going on.
 */
public final class SshConnection implements Closeable {
  private static final String COMPRESSED = "zlib@openssh.com,zlib,none";

  private final String name;
  private final SshHost host;
  private final KnownHostKeys known;
  private final SshIdentities identities;
  private final Session session;
  private final SshSockets sockets;
  private volatile boolean closed;

  private SshConnection(
      String name, SshHost host, KnownHostKeys known, SshIdentities identities, Session session) {
    this.name = name;
    this.host = host;
    this.known = known;
    this.identities = identities;
    this.session = session;
    this.sockets = new SshSockets(host.connectSeconds() * 1000);
    session.setSocketFactory(sockets);
  }

  /**
   * A connection that is not made yet.
   *
   * @param host as the admin wrote it; {@code ~/.ssh/config} may know more about it
   * @param login the account there; empty leaves it to the configuration
   * @throws SyncException if the configuration cannot be used
   */
  public static SshConnection to(String host, String login, SshAccount account, Log log)
      throws SyncException {
    SshHost found = HostLookup.find(host, login, account);
    try {
      JSch jsch = new JSch();
      jsch.setInstanceLogger(new SshLog(log));
      KnownHostKeys known = KnownHostKeys.read(jsch, found.knownHosts());
      SshIdentities identities = SshIdentities.collect(jsch, found);
      Session session = jsch.getSession(found.login(), found.address(), found.port());
      session.setConfig("StrictHostKeyChecking", "yes");
      session.setConfig("PreferredAuthentications", "publickey");
      if (found.compression()) {
        session.setConfig("compression.c2s", COMPRESSED);
        session.setConfig("compression.s2c", COMPRESSED);
      }
      found.hostKeyAlias().ifPresent(session::setHostKeyAlias);
      session.setServerAliveInterval(found.aliveSeconds() * 1000);
      session.setServerAliveCountMax(found.aliveCount());
      session.setDaemonThread(true);
      return new SshConnection(host, found, known, identities, session);
    } catch (IOException | JSchException e) {
      throw new SyncException(
          Grade.CONFIGURATION, "Preparing SSH to " + host + " failed: " + e.getMessage(), e);
    }
  }

  /**
   * Connects and logs in.
   *
   * @throws SyncException ({@code TEMPORARY}) with the reason and what to do
   */
  public void open() throws SyncException {
    try (Patience patience = new Patience(host.connectSeconds(), this::close)) {
      try {
        session.connect(host.connectSeconds() * 1000);
      } catch (JSchException e) {
        String reason =
            patience.isOver() ? "no login within " + host.connectSeconds() + " seconds" : reason(e);
        throw new SyncException(
            Grade.TEMPORARY, "SSH to " + host.login() + "@" + name + " failed: " + reason, e);
      }
    }
  }

  private String reason(JSchException e) {
    if (e instanceof JSchHostKeyException hostKey) {
      return hostKeyReason(hostKey);
    }
    if (e.getCause() instanceof UnknownHostException) {
      return "there is no host " + host.address();
    }
    if (e.getCause() instanceof ConnectException) {
      return e.getCause().getMessage() + " (port " + host.port() + ")";
    }
    String message = String.valueOf(e.getMessage());
    if (message.startsWith("Auth fail") || message.startsWith("Auth cancel")) {
      return "it does not let "
          + host.login()
          + " in ("
          + identities.summary()
          + "); add the public key to authorized_keys there";
    }
    return closed ? "the connection was given up" : message;
  }

  private String hostKeyReason(JSchHostKeyException e) {
    String files = "the file of known hosts, " + host.knownHosts().get(0);
    String line = known.lineToAdd();
    if (e instanceof JSchUnknownHostKeyException) {
      return "its key is not in "
          + files
          + "; if its fingerprint "
          + known.fingerprint()
          + " is right, add this line: "
          + line;
    }
    if (e instanceof JSchChangedHostKeyException) {
      return "its key is another one than in "
          + files
          + ": either it was installed anew, or somebody stands between; if its fingerprint "
          + known.fingerprint()
          + " is right, replace its lines by: "
          + line;
    }
    return "its key is refused: " + e.getMessage();
  }

  ChannelExec exec() throws JSchException {
    return (ChannelExec) session.openChannel("exec");
  }

  SshHost host() {
    return host;
  }

  /** As the admin wrote it. */
  String name() {
    return name;
  }

  boolean isOpen() {
    return session.isConnected();
  }

  @Override
  public void close() {
    closed = true;
    session.disconnect();
    // While it is being set up, JSch does not know yet that there is something to disconnect.
    sockets.close();
  }
}

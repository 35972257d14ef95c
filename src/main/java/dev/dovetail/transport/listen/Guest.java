package dev.dovetail.transport.listen;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.transport.ChannelInput;
import dev.dovetail.transport.ChannelOutput;
import dev.dovetail.transport.Link;
import dev.dovetail.transport.Patience;
import dev.dovetail.transport.tls.TlsServer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.net.ssl.SSLSocket;

/** A client's connection: greeting, one command, and, if that becomes one, the dsync stream. */
public final class Guest implements Link {
  /** How long greeting and command may take; whoever has a password needs no second. */
  private static final long PATIENCE_SECONDS = 30;

  /** How long a client may take to end after we have. */
  private static final long GOODBYE_SECONDS = 2;

  private static final int MAX_COMMAND = 64 * 1024;

  /** Who needs no password may send the state of all mailboxes along. */
  private static final int MAX_TRUSTED_COMMAND = 16 * 1024 * 1024;

  private static final String LOCAL = "local";

  private final SocketChannel channel;
  private final long patienceSeconds;
  private final String address;
  private BufferedInputStream in;
  private OutputStream out;
  private PacketOutput output;
  private SSLSocket secure;

  /**
   * @param channel connected
   */
  public Guest(SocketChannel channel) throws IOException {
    this(channel, PATIENCE_SECONDS);
  }

  Guest(SocketChannel channel, long patienceSeconds) throws IOException {
    this.channel = channel;
    this.patienceSeconds = patienceSeconds;
    this.in = new BufferedInputStream(new ChannelInput(channel));
    this.out = new ChannelOutput(channel);
    if (channel.getRemoteAddress() instanceof InetSocketAddress remote) {
      address = remote.getAddress().getHostAddress();
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    } else {
      address = LOCAL;
    }
  }

  /** Where it comes from. */
  public String address() {
    return address;
  }

  /**
   * Greets it and hears what it wants.
   *
   * @param tls if it is to speak TLS
   * @param password that it must show; empty if none is wanted
   * @param gate holds back whoever guesses
   * @throws SyncException with what is wrong with it
   */
  public AskedCommand welcome(Optional<TlsServer> tls, Optional<PasswordCheck> password, Gate gate)
      throws IOException {
    if (!gate.admit(address)) {
      throw new SyncException(
          Grade.TEMPORARY, "too many connections from there that have shown no password yet");
    }
    try (Patience patience = new Patience(patienceSeconds, this::cut)) {
      try {
        if (tls.isPresent()) {
          secure = tls.get().secure(channel.socket());
          in = new BufferedInputStream(secure.getInputStream());
          out = secure.getOutputStream();
        }
        int minor = new ServerGreeting(in, out, address, gate).exchange(password);
        output = new PacketOutput(out, minor == 0);
        return command(password.isPresent() ? MAX_COMMAND : MAX_TRUSTED_COMMAND);
      } catch (EOFException e) {
        throw new SyncException(Grade.TEMPORARY, "it has gone before it asked for anything", e);
      } catch (IOException e) {
        if (patience.isOver()) {
          throw new SyncException(
              Grade.TEMPORARY,
              "it has not said within " + patienceSeconds + " seconds what it wants",
              e);
        }
        throw e;
      }
    } finally {
      gate.settled(address);
    }
  }

  private AskedCommand command(int limit) throws IOException {
    String line = line(in, limit);
    while (AskedCommand.isOption(line)) {
      line = line(in, limit);
    }
    return AskedCommand.parse(line);
  }

  /** Reads to the line feed and not a byte further. */
  static String line(InputStream in, int limit) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("EOF");
      }
      if (line.size() == limit) {
        throw new SyncException(Grade.TEMPORARY, "a line of it has more than " + limit + " bytes");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  /**
   * Says that its command has failed.
   *
   * @param reason such as {@code NOUSER} (doveadm-interfaces 3.3)
   */
  public void refuse(String reason) throws IOException {
    output.prepend(new byte[0]);
    output.write(("\n-" + reason + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Says that its command has become a dsync stream, in one packet with the first of that. */
  public void accept() {
    output.prepend("\n+\n".getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Ends the conversation: nothing more is said, and what the client still says is heard, for a
   * connection that is closed over unread bytes may lose the last word.
   */
  @Override
  public void close() {
    try (Patience patience = new Patience(GOODBYE_SECONDS, this::cut)) {
      if (secure == null) {
        channel.shutdownOutput();
      } else {
        secure.shutdownOutput();
      }
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // It has gone already, or takes too long about it.
    }
    cut();
  }

  @Override
  public InputStream input() {
    return in;
  }

  @Override
  public PacketOutput output() {
    return output;
  }

  @Override
  public String name() {
    return LOCAL;
  }

  /**
   * The dsync stream for a session that is given up by closing it: nothing more is read then, but
   * what the client is to be told of it can still be said.
   */
  public Link session() {
    return new Session();
  }

  private final class Session implements Link {
    @Override
    public InputStream input() {
      return in;
    }

    @Override
    public OutputStream output() {
      return output;
    }

    @Override
    public String name() {
      return LOCAL;
    }

    @Override
    public void close() throws IOException {
      channel.shutdownInput();
    }
  }

  /** Ends the connection at once, and whatever is going on in another thread. */
  public void cut() {
    try {
      channel.close();
    } catch (IOException e) {
      // It was to be gone, and is.
    }
  }
}

package dev.dovetail.transport.tcp;

import dev.dovetail.transport.Destination;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A server on the loopback interface that says what it was told to, whatever it hears. */
public final class ScriptedServer implements AutoCloseable {
  private final ServerSocket socket;
  private final byte[] says;
  private final int piece;
  private final boolean staysOpen;
  private final CompletableFuture<byte[]> heard = new CompletableFuture<>();
  private volatile boolean closed;

  private ScriptedServer(byte[] says, int piece, boolean staysOpen) throws IOException {
    this.socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    this.says = says;
    this.piece = piece;
    this.staysOpen = staysOpen;
    start(this::accept);
  }

  /**
   * Says it to each client and hangs up.
   *
   * @param piece the most bytes in one write
   */
  public static ScriptedServer saying(byte[] says, int piece) throws IOException {
    return new ScriptedServer(says, piece, false);
  }

  /** Wants no password and answers each command with this. */
  public static ScriptedServer answering(String reply) throws IOException {
    byte[] text = reply.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream says = new ByteArrayOutputStream();
    says.writeBytes("VERSION\tdoveadm-client\t1\t2\n+\n".getBytes(StandardCharsets.UTF_8));
    says.writeBytes(new byte[] {0, 0, 0, 0, (byte) text.length});
    says.writeBytes(text);
    return saying(says.toByteArray(), 100_000);
  }

  /** Says it and then nothing more, but keeps the connection. */
  public static ScriptedServer fallingSilentAfter(byte[] says) throws IOException {
    return new ScriptedServer(says, Integer.MAX_VALUE, true);
  }

  public Destination.Server address() {
    int port = socket.getLocalPort();
    return new Destination.Server(
        "localhost:" + port, "127.0.0.1", port, Destination.Security.PLAIN);
  }

  /** All that the first client said until it hung up. */
  public byte[] heard() throws Exception {
    return heard.get(20, TimeUnit.SECONDS);
  }

  private void accept() {
    while (!closed) {
      try {
        Socket client = socket.accept();
        CompletableFuture<Void> spoken = new CompletableFuture<>();
        start(() -> listen(client, spoken));
        try {
          speak(client);
        } finally {
          spoken.complete(null);
        }
      } catch (IOException e) {
        // Closed, or the client has had enough.
      }
    }
  }

  private void speak(Socket client) throws IOException {
    client.setTcpNoDelay(true);
    for (int at = 0; at < says.length; at += piece) {
      client.getOutputStream().write(says, at, Math.min(piece, says.length - at));
    }
    if (!staysOpen) {
      client.shutdownOutput();
    }
  }

  private void listen(Socket client, CompletableFuture<Void> spoken) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (client) {
      client.getInputStream().transferTo(all);
      // A client that has hung up for its part may still listen.
      spoken.join();
    } catch (IOException e) {
      // What came before counts.
    }
    heard.complete(all.toByteArray());
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "scripted server");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    closed = true;
    socket.close();
  }
}

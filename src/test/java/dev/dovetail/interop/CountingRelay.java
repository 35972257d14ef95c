package dev.dovetail.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A port of the loopback interface whose connections go on to another one. It counts how often the
 * flow turns: on a long line each turn takes half a round trip.
 */
final class CountingRelay implements AutoCloseable {
  private final ServerSocket listener;
  private final int target;
  private int turns;
  private Object last;

  private CountingRelay(ServerSocket listener, int target) {
    this.listener = listener;
    this.target = target;
  }

  static CountingRelay to(int port) throws IOException {
    CountingRelay relay =
        new CountingRelay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
    start(relay::accept);
    return relay;
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "relay");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return listener.getLocalPort();
  }

  synchronized int turns() {
    return turns;
  }

  synchronized void forget() {
    turns = 0;
    last = null;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        start(() -> pass(client, server));
        start(() -> pass(server, client));
      }
    } catch (IOException e) {
      // It was closed.
    }
  }

  private void pass(Socket from, Socket to) {
    byte[] bytes = new byte[1 << 16];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        count(from);
        out.write(bytes, 0, n);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      // One end has gone.
    }
  }

  private synchronized void count(Object from) {
    if (last != from) {
      last = from;
      turns++;
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}

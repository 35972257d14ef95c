package dev.dovetail.transport.ssh;

import com.jcraft.jsch.SocketFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;

/** Makes JSch's socket, and can close it before JSch has come to an end with it. */
final class SshSockets implements SocketFactory {
  private final int timeoutMillis;
  private Socket socket;
  private boolean closed;

  /**
   * @param timeoutMillis for each address of a host
   */
  SshSockets(int timeoutMillis) {
    this.timeoutMillis = timeoutMillis;
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    IOException first = null;
    for (InetAddress address : InetAddress.getAllByName(host)) {
      Socket made = made();
      try {
        made.connect(new InetSocketAddress(address, port), timeoutMillis);
        return made;
      } catch (IOException e) {
        made.close();
        first = first == null ? e : first;
      }
    }
    throw first;
  }

  private synchronized Socket made() throws SocketException {
    if (closed) {
      throw new SocketException("the connection was given up");
    }
    socket = new Socket();
    return socket;
  }

  @Override
  public InputStream getInputStream(Socket made) throws IOException {
    return made.getInputStream();
  }

  @Override
  public OutputStream getOutputStream(Socket made) throws IOException {
    return made.getOutputStream();
  }

  synchronized void close() {
    closed = true;
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        // It was to be gone, and is.
      }
    }
  }
}

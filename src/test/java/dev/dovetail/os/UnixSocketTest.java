package dev.dovetail.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class UnixSocketTest {
  // Not a @TempDir: the path of a socket must be short.
  private Path directory;
  private Path socket;
  private ServerSocketChannel server;
  private final List<SocketChannel> waiting = new ArrayList<>();

  @BeforeEach
  void listen() throws IOException {
    directory = Files.createTempDirectory("unix");
    socket = directory.resolve("socket");
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket), 1);
  }

  @AfterEach
  void close() throws IOException {
    for (SocketChannel client : waiting) {
      client.close();
    }
    server.close();
    Files.deleteIfExists(socket);
    Files.delete(directory);
  }

  /** A server that has stopped to accept. */
  private void fillTheQueue() throws IOException {
    for (int i = 0; i < 10; i++) {
      SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
      waiting.add(client);
      client.configureBlocking(false);
      try {
        client.connect(UnixDomainSocketAddress.of(socket));
      } catch (IOException e) {
        return;
      }
    }
    throw new AssertionError("the queue has no end");
  }

  @Test
  void connectsInBlockingMode() throws IOException {
    try (SocketChannel channel = UnixSocket.connect(socket)) {
      assertThat(channel.isConnected()).isTrue();
      assertThat(channel.isBlocking()).isTrue();
    }
  }

  @Test
  void givesAHungServerUp() throws IOException {
    fillTheQueue();
    assertThatThrownBy(() -> UnixSocket.connect(socket))
        .isInstanceOf(IOException.class)
        .hasMessage("Resource temporarily unavailable");
  }

  @Test
  void waitsForAServerThatIsOnlyBusy() throws Exception {
    fillTheQueue();
    Thread thread =
        new Thread(
            () -> {
              try {
                Thread.sleep(200);
                while (server.isOpen()) {
                  waiting.add(server.accept());
                }
              } catch (IOException | InterruptedException e) {
                // The test is over.
              }
            });
    thread.setDaemon(true);
    thread.start();
    try (SocketChannel channel = UnixSocket.connect(socket)) {
      assertThat(channel.isConnected()).isTrue();
    }
    server.close();
    thread.join();
  }

  @Test
  void saysWhyNobodyIsThere() throws IOException {
    server.close();
    assertThatThrownBy(() -> UnixSocket.connect(socket)).hasMessage("Connection refused");
    assertThatThrownBy(() -> UnixSocket.connect(directory.resolve("x")))
        .hasMessage("No such file or directory");
  }
}

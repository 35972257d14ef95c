package dev.dovetail.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Listens where the replicator of a Dovecot instance would, to one visitor. */
record ReplicatorSocket(Path path, ServerSocketChannel server, CompletableFuture<String> text)
    implements AutoCloseable {

  static ReplicatorSocket open(DovecotInstance dovecot) throws IOException {
    Path path = dovecot.directory().resolve("run/replicator-doveadm");
    Files.deleteIfExists(path);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(path));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));
    CompletableFuture<String> text = new CompletableFuture<>();
    Thread thread = new Thread(() -> listen(server, text), "replicator");
    thread.setDaemon(true);
    thread.start();
    return new ReplicatorSocket(path, server, text);
  }

  private static void listen(ServerSocketChannel server, CompletableFuture<String> text) {
    try (SocketChannel visitor = server.accept();
        InputStream in = Channels.newInputStream(visitor)) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      in.transferTo(all);
      text.complete(all.toString(UTF_8));
    } catch (IOException e) {
      text.completeExceptionally(e);
    }
  }

  /** All that the visitor says until it leaves. */
  String heard() throws Exception {
    return text.get(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws IOException {
    server.close();
    Files.deleteIfExists(path);
  }
}

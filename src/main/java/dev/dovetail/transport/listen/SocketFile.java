package dev.dovetail.transport.listen;

import dev.dovetail.os.RandomBytes;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * How a UNIX socket comes to its name: made where only this process can reach it, and linked to its
 * place when it has its mode. A socket that is bound in its place has the mode of the umask first.
 */
final class SocketFile {
  private static final int S_IFMT = 0170000;
  private static final int S_IFSOCK = 0140000;

  private final ListenAddress.Socket address;

  SocketFile(ListenAddress.Socket address) {
    this.address = address;
  }

  /**
   * Binds a channel to it.
   *
   * @throws IOException if somebody listens there, or there is something else
   */
  void bind(ServerSocketChannel channel, int backlog) throws IOException {
    removeStale();
    Path directory = address.path().toAbsolutePath().resolveSibling(hiddenName());
    Files.createDirectory(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path made = directory.resolve("s");
    try {
      channel.bind(UnixDomainSocketAddress.of(made), backlog);
      SocketMode.apply(address, made);
      // Unlike a rename it takes nobody's place.
      Files.createLink(address.path(), made);
    } catch (FileAlreadyExistsException e) {
      throw inUse();
    } finally {
      Files.deleteIfExists(made);
      Files.delete(directory);
    }
  }

  /** Short: the system limits the length of the path. */
  private static String hiddenName() throws IOException {
    byte[] random = RandomBytes.next(2);
    return "." + Integer.toHexString((random[0] & 0xff) << 8 | random[1] & 0xff);
  }

  /** The socket of a server that is gone is in the way of the next one. */
  private void removeStale() throws IOException {
    Path path = address.path();
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    if ((mode & S_IFMT) != S_IFSOCK) {
      throw new IOException("there is something else of this name: remove it");
    }
    try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      throw inUse();
    } catch (ConnectException e) {
      Files.delete(path);
    }
  }

  private static IOException inUse() {
    return new IOException("Address already in use");
  }
}

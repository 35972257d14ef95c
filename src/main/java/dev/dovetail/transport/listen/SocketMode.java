package dev.dovetail.transport.listen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.EnumSet;
import java.util.Set;

/** Who may use a socket or fifo. */
public final class SocketMode {
  private SocketMode() {}

  /**
   * Gives it to whom it is meant for.
   *
   * @param path where it is, now
   */
  public static void apply(ListenAddress.Socket socket, Path path) throws IOException {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] all = PosixFilePermission.values();
    for (int i = 0; i < all.length; i++) {
      if ((socket.mode() >> (all.length - 1 - i) & 1) != 0) {
        permissions.add(all[i]);
      }
    }
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    UserPrincipalLookupService names = path.getFileSystem().getUserPrincipalLookupService();
    if (socket.group().isPresent()) {
      view.setGroup(names.lookupPrincipalByGroupName(socket.group().get()));
    }
    if (socket.user().isPresent()) {
      view.setOwner(names.lookupPrincipalByName(socket.user().get()));
    }
    view.setPermissions(permissions);
  }
}

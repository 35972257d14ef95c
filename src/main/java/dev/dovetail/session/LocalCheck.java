package dev.dovetail.session;

import dev.dovetail.config.MailLocation;
import dev.dovetail.config.NamespaceSettings;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Whether two locations can be two ends of a sync (doveadm-interfaces 1.6). */
final class LocalCheck {
  private LocalCheck() {}

  /**
   * Checks the namespaces that take part, which are the same ones at both ends.
   *
   * @throws SyncException if they cannot
   */
  static void check(
      UserContext source,
      List<NamespaceSettings> here,
      UserContext destination,
      List<NamespaceSettings> there)
      throws IOException {
    for (NamespaceSettings from : here) {
      for (NamespaceSettings to : there) {
        if (from.prefix().equals(to.prefix())) {
          check(source, from, destination, to);
        }
      }
    }
  }

  private static void check(
      UserContext source, NamespaceSettings here, UserContext destination, NamespaceSettings there)
      throws IOException {
    MailLocation from = StoreFactory.location(source.settings(), here);
    MailLocation to = StoreFactory.location(destination.settings(), there);
    checkDiffer(here.prefix(), from.root(), to.root());
    checkDiffer(here.prefix(), from.index().orElse(from.root()), to.index().orElse(to.root()));
    if (here.separator() != there.separator()) {
      throw new SyncException(
          Grade.TEMPORARY,
          "Both mail locations must have the same hierarchy separator, but "
              + from
              + " has '"
              + here.separator()
              + "' and "
              + to
              + " has '"
              + there.separator()
              + "': set separator in the namespace, for example -o namespace/inbox/separator=/");
    }
  }

  /** The directory that a store is in, however it is written. */
  static Path place(UserContext user) throws IOException {
    return real(root(user));
  }

  /** Like {@link #place}, but not looked at: links in it are not followed. */
  static Path writtenPlace(UserContext user) throws IOException {
    return root(user).normalize();
  }

  private static Path root(UserContext user) throws IOException {
    return StoreFactory.location(user.settings(), user.settings().inboxNamespace()).root();
  }

  private static void checkDiffer(String prefix, Path from, Path to) throws IOException {
    if (real(from).equals(real(to))) {
      throw new SyncException(
          Grade.TEMPORARY,
          "Both source and destination mail_location points to same directory: "
              + from
              + " (namespace prefix=\""
              + prefix
              + "\" { location } is set explicitly?)");
    }
  }

  private static Path real(Path path) throws IOException {
    return path.toFile().exists() ? path.toRealPath() : path.normalize();
  }
}

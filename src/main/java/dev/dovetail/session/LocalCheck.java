package dev.dovetail.session;

import dev.dovetail.config.MailLocation;
import dev.dovetail.config.NamespaceSettings;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import java.io.IOException;
import java.nio.file.Path;

/** Whether two locations can be two ends of a sync (doveadm-interfaces 1.6). */
final class LocalCheck {
  private LocalCheck() {}

  static void check(UserContext source, UserContext destination) throws IOException {
    NamespaceSettings here = source.settings().inboxNamespace();
    NamespaceSettings there = destination.settings().inboxNamespace();
    MailLocation from = StoreFactory.location(source.settings());
    MailLocation to = StoreFactory.location(destination.settings());
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
    return real(StoreFactory.location(user.settings()).root());
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

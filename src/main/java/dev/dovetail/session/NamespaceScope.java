package dev.dovetail.session;

import dev.dovetail.config.NamespaceSettings;
import dev.dovetail.config.UserSettings;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import java.io.IOException;

/**
 * Which namespaces a run would touch by doveadm's rule (doveadm-interfaces 1.5). Only the one with
 * INBOX is served; what that leaves out is said.
 */
final class NamespaceScope {
  private NamespaceScope() {}

  /**
   * @throws SyncException if another namespace than the one with INBOX was asked for by name
   */
  static void check(UserSettings user, SyncRequest request, Log log) throws IOException {
    for (NamespaceSettings namespace : user.namespaces()) {
      if (namespace.inbox() || namespace.aliasFor().isPresent()) {
        continue;
      }
      if (request.namespaces().contains(namespace.prefix())) {
        throw new SyncException(
            Grade.NOT_POSSIBLE,
            "Namespace \""
                + namespace.prefix()
                + "\" is not served by this version, only the one with INBOX; run doveadm for it");
      }
      if (request.namespaces().isEmpty() && covers(request, namespace)) {
        log.warning(
            "Namespace \""
                + namespace.prefix()
                + "\" is left out: only the one with INBOX is synced");
      }
    }
    warnOfUnknown(user.inboxNamespace().prefix(), request, log);
  }

  private static boolean covers(SyncRequest request, NamespaceSettings namespace) {
    if (request.allNamespaces()) {
      return !namespace.hidden() || !namespace.list().equals("no");
    }
    return namespace.ownLocation().isEmpty();
  }

  /** doveadm takes the namespace that would hold such a name, which is the one with INBOX. */
  private static void warnOfUnknown(String inboxPrefix, SyncRequest request, Log log) {
    for (String prefix : request.namespaces()) {
      if (!prefix.equals(inboxPrefix)) {
        log.warning(
            "-n "
                + prefix
                + ": there is no namespace with this prefix; the one with INBOX is synced");
      }
    }
  }
}

package dev.dovetail.session;

import dev.dovetail.brain.Direction;
import dev.dovetail.brain.SyncRequest;
import dev.dovetail.config.NamespaceSettings;
import dev.dovetail.config.UserSettings;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import dev.dovetail.wire.item.Handshake;
import java.io.IOException;
import java.util.List;

/**
 * Which namespaces a run would touch by doveadm's rule (doveadm-interfaces 1.5). Only the one with
 * INBOX is served; what that leaves out is said.
 */
final class NamespaceScope {
  private final List<NamespaceSettings> namespaces;
  private final NamespaceSettings inbox;
  private final Log log;

  NamespaceScope(UserSettings user, Log log) throws IOException {
    this.namespaces = user.namespaces();
    this.inbox = user.inboxNamespace();
    this.log = log;
  }

  /**
   * Checks what the command line asks for.
   *
   * @return the prefixes to ask the other end for
   * @throws SyncException if another namespace than the one with INBOX is meant
   */
  List<String> ofInitiator(SyncRequest request) throws SyncException {
    for (String typed : request.scope().namespaces()) {
      NamespaceSettings meant = containing(typed);
      if (!meant.inbox()) {
        throw notServed(meant);
      }
      if (!typed.equals(inbox.prefix())) {
        log.warning(
            "-n "
                + typed
                + ": there is no namespace with this prefix; the one with INBOX is synced");
      }
    }
    if (!request.scope().namespaces().isEmpty()) {
      return List.of(inbox.prefix());
    }
    boolean replacesRemote = request.direction() == Direction.BACKUP;
    checkLeftOut(request.scope().allNamespaces(), replacesRemote);
    return List.of();
  }

  /**
   * Checks what an initiator asks for.
   *
   * @throws SyncException if it is another namespace than the one with INBOX
   */
  void ofResponder(Handshake initiator) throws SyncException {
    if (initiator.syncNsPrefixes() == null) {
      boolean replacesRemote = initiator.backupSend() && !initiator.noBackupOverwrite();
      checkLeftOut(initiator.syncVisibleNamespaces(), replacesRemote);
      return;
    }
    for (String prefix : initiator.syncNsPrefixes()) {
      if (!prefix.equals(inbox.prefix())) {
        throw notServed(withPrefix(prefix, initiator.hostname()));
      }
    }
  }

  /** doveadm takes the namespace that would hold such a name. */
  private NamespaceSettings containing(String name) {
    NamespaceSettings best = inbox;
    int length = name.startsWith(inbox.prefix()) ? inbox.prefix().length() : -1;
    for (NamespaceSettings namespace : namespaces) {
      int own = namespace.prefix().length();
      if (own > length && name.startsWith(namespace.prefix())) {
        best = namespace;
        length = own;
      }
    }
    return best;
  }

  private NamespaceSettings withPrefix(String prefix, String initiator) throws SyncException {
    for (NamespaceSettings namespace : namespaces) {
      if (namespace.prefix().equals(prefix)) {
        return namespace;
      }
    }
    throw new SyncException(
        Grade.NOT_POSSIBLE,
        initiator
            + " asks for namespace \""
            + prefix
            + "\", and there is none with this prefix here; configure it, or sync without -n");
  }

  /**
   * @param replacesRemote whether the other end loses what we do not send
   */
  private void checkLeftOut(boolean all, boolean replacesRemote) throws SyncException {
    for (NamespaceSettings namespace : namespaces) {
      if (namespace.inbox() || namespace.aliasFor().isPresent() || !covers(all, namespace)) {
        continue;
      }
      if (replacesRemote) {
        throw new SyncException(
            Grade.NOT_POSSIBLE,
            "Namespace \""
                + namespace.prefix()
                + "\" is not served by this version, and a backup without it would delete it at"
                + " the destination; back up the one with INBOX alone: -n \""
                + inbox.prefix()
                + '"');
      }
      log.warning(
          "Namespace \""
              + namespace.prefix()
              + "\" is left out: only the one with INBOX is synced");
    }
  }

  private static boolean covers(boolean all, NamespaceSettings namespace) {
    if (all) {
      return !namespace.hidden() || !namespace.list().equals("no");
    }
    return namespace.ownLocation().isEmpty();
  }

  private static SyncException notServed(NamespaceSettings namespace) {
    return new SyncException(
        Grade.NOT_POSSIBLE,
        "Namespace \""
            + namespace.prefix()
            + "\" is not served by this version, only the one with INBOX; run doveadm for it");
  }
}

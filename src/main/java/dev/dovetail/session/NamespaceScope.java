package dev.dovetail.session;

import dev.dovetail.brain.SyncScope;
import dev.dovetail.config.NamespaceSettings;
import dev.dovetail.config.UserSettings;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import dev.dovetail.wire.item.Handshake;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which of a user's namespaces take part in a sync (doveadm-interfaces 1.5, dsync-protocol 4.6).
 */
final class NamespaceScope {
  private final List<NamespaceSettings> namespaces;
  private final NamespaceSettings inbox;
  private final boolean version24;
  private final Log log;

  NamespaceScope(UserSettings user, Log log) throws IOException {
    this.namespaces = user.namespaces();
    this.inbox = user.inboxNamespace();
    this.version24 = user.settings().isVersion24();
    this.log = log;
  }

  /**
   * What the command line asks for, the one with INBOX first.
   *
   * @throws SyncException if some of it cannot be synced
   */
  List<NamespaceSettings> ofInitiator(SyncScope scope) throws SyncException {
    if (scope.namespaces().isEmpty()) {
      return usual(scope.allNamespaces());
    }
    Map<String, NamespaceSettings> meant = new LinkedHashMap<>();
    for (String typed : scope.namespaces()) {
      NamespaceSettings namespace = containing(typed);
      if (!isPrefix(typed, namespace) && !namespace.isTemplate()) {
        log.warning(
            "-n "
                + typed
                + ": there is no namespace with this prefix; the one with the prefix \""
                + namespace.prefix()
                + "\" is synced");
      }
      meant.put(namespace.prefix(), namespace);
    }
    return checked(new ArrayList<>(meant.values()));
  }

  /**
   * What an initiator asks for, the one with INBOX first.
   *
   * @throws SyncException if it is not here
   */
  List<NamespaceSettings> ofResponder(Handshake initiator) throws SyncException {
    if (initiator.syncNsPrefixes() == null) {
      return usual(initiator.syncVisibleNamespaces());
    }
    List<NamespaceSettings> found = new ArrayList<>();
    for (String prefix : initiator.syncNsPrefixes()) {
      NamespaceSettings namespace = withPrefix(prefix, initiator.hostname());
      if (!found.contains(namespace)) {
        found.add(namespace);
      }
    }
    return checked(found);
  }

  /** The prefixes to ask the other end for; empty for what both ends take by themselves. */
  static List<String> prefixes(SyncScope scope, List<NamespaceSettings> chosen) {
    List<String> prefixes = new ArrayList<>();
    if (!scope.namespaces().isEmpty()) {
      for (NamespaceSettings namespace : chosen) {
        prefixes.add(namespace.prefix());
      }
    }
    return prefixes;
  }

  private List<NamespaceSettings> usual(boolean all) throws SyncException {
    List<NamespaceSettings> chosen = new ArrayList<>();
    for (NamespaceSettings namespace : namespaces) {
      if (namespace.aliasFor().isPresent() || !covers(all, namespace)) {
        continue;
      }
      if (namespace.isTemplate()) {
        log.debug(() -> "Namespace \"" + namespace.prefix() + "\" is nobody's yet: left out");
      } else {
        chosen.add(namespace);
      }
    }
    return checked(chosen);
  }

  private boolean covers(boolean all, NamespaceSettings namespace) {
    if (all) {
      return !namespace.hidden() || !namespace.list().equals("no");
    }
    return version24 ? namespace.inbox() : namespace.ownLocation().isEmpty();
  }

  private List<NamespaceSettings> checked(List<NamespaceSettings> chosen) throws SyncException {
    if (chosen.isEmpty()) {
      throw new SyncException(
          Grade.CONFIGURATION,
          "No namespace uses the global mail location, so none is synced without -n or -N");
    }
    for (NamespaceSettings namespace : chosen) {
      if (namespace.isTemplate()) {
        throw new SyncException(
            Grade.NOT_POSSIBLE,
            "Namespace \""
                + namespace.prefix()
                + "\" holds other users' mailboxes; sync them with -u of their owners");
      }
      if (namespace.separator() != chosen.get(0).separator()) {
        throw new SyncException(
            Grade.CONFIGURATION,
            "All namespaces of a sync must have the same hierarchy separator, but \""
                + chosen.get(0).prefix()
                + "\" has '"
                + chosen.get(0).separator()
                + "' and \""
                + namespace.prefix()
                + "\" has '"
                + namespace.separator()
                + "': set separator in both, or sync them one at a time with -n");
      }
    }
    chosen.sort((a, b) -> Boolean.compare(b.inbox(), a.inbox()));
    return List.copyOf(chosen);
  }

  /**
   * doveadm takes the namespace that would hold such a name. Deviation: if none would, it syncs
   * nothing and says nothing. And below a prefix for other users' mailboxes it opens those as this
   * user, but never settles, as the prefix and the other one's INBOX are the same mailbox to it; it
   * crashes if there is no such user. The caller refuses them.
   *
   * @throws SyncException if no namespace would hold it
   */
  private NamespaceSettings containing(String name) throws SyncException {
    NamespaceSettings best = name.equalsIgnoreCase("INBOX") ? inbox : null;
    int length = -1;
    for (NamespaceSettings namespace : namespaces) {
      String prefix = namespace.fixedPrefix();
      int own = prefix.length();
      // Of a template it must be more than what all users share.
      boolean below =
          namespace.isTemplate()
              ? name.length() > own && name.startsWith(prefix)
              : name.startsWith(prefix) || isPrefix(name, namespace);
      if (own > length && below) {
        best = namespace;
        length = own;
      }
    }
    if (best == null) {
      throw new SyncException(
          Grade.NOT_POSSIBLE,
          "-n "
              + name
              + ": no namespace here has this prefix, or a prefix of it; nothing is synced");
    }
    return best;
  }

  /** The separator at its end may be left out. */
  private static boolean isPrefix(String typed, NamespaceSettings namespace) {
    String prefix = namespace.prefix();
    return typed.equals(prefix)
        || !prefix.isEmpty() && prefix.equals(typed + namespace.separator());
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
}

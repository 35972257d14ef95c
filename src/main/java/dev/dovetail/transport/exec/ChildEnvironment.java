package dev.dovetail.transport.exec;

import java.util.Map;

/**
 * The environment of a child: small and clean (doveadm-interfaces 2.2). Dovecot's own hands its
 * whole configuration down, passwords included, and a {@code doveadm} child mistakes it for its
 * own.
 */
final class ChildEnvironment {

  private static final String[] KEPT = {"PATH", "HOME", "USER", "TZ", "SSH_AUTH_SOCK", "JAVA_HOME"};

  /** Where our launcher keeps the caller's {@code LC_ALL}; empty if there was none. */
  private static final String SAVED_LOCALE = "DOVETAIL_LC_ALL";

  private static final String USUAL_PATH = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";

  private ChildEnvironment() {}

  static void fill(Map<String, String> child, Map<String, String> own) {
    child.clear();
    for (String name : KEPT) {
      String value = own.get(name);
      if (value != null) {
        child.put(name, value);
      }
    }
    String path = child.get("PATH");
    if (path == null || path.isEmpty()) {
      child.put("PATH", USUAL_PATH);
    }
    String saved = own.get(SAVED_LOCALE);
    String locale = saved != null ? saved : own.get("LC_ALL");
    if (locale != null && !locale.isEmpty()) {
      child.put("LC_ALL", locale);
    }
  }
}

package dev.dovetail.transport.exec;

import java.util.HashMap;
import java.util.Map;

/**
 * The environment of a child (doveadm-interfaces 2.2). Dovecot's own hands its whole configuration
 * down, passwords included, and a {@code doveadm} child mistakes it for its own.
 */
public final class ChildEnvironment {

  private static final String[] KEPT = {"PATH", "HOME", "USER", "TZ", "SSH_AUTH_SOCK", "JAVA_HOME"};

  /** Where our launcher keeps the caller's {@code LC_ALL}; empty if there was none. */
  private static final String SAVED_LOCALE = "DOVETAIL_LC_ALL";

  private static final String LOCALE = "LC_ALL";
  private static final String USUAL_PATH = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";

  private ChildEnvironment() {}

  /**
   * Small and clean.
   *
   * @param own the environment of this process
   */
  public static Map<String, String> clean(Map<String, String> own) {
    Map<String, String> child = new HashMap<>();
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
    restoreLocale(child, own);
    return child;
  }

  /**
   * All that the caller of this program had.
   *
   * @param own the environment of this process
   */
  public static Map<String, String> whole(Map<String, String> own) {
    Map<String, String> child = new HashMap<>(own);
    child.remove(SAVED_LOCALE);
    child.remove(LOCALE);
    restoreLocale(child, own);
    return child;
  }

  private static void restoreLocale(Map<String, String> child, Map<String, String> own) {
    String saved = own.get(SAVED_LOCALE);
    String locale = saved != null ? saved : own.get(LOCALE);
    if (locale != null && !locale.isEmpty()) {
      child.put(LOCALE, locale);
    }
  }
}

package dev.dovetail.config.variable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a user database is told of the request besides the user's name (doveadm-interfaces 1.9,
 * 5.2).
 *
 * @param service {@code doveadm} unless the admin says otherwise
 * @param details such as {@code rip}, {@code lip}, {@code lport} by their names, in order
 */
public record AuthInfo(String service, Map<String, String> details) {

  /** A look-up of our own, behind which there is no login. */
  public static final AuthInfo OWN = new AuthInfo("doveadm", Map.of());

  public AuthInfo {
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }

  /** Empty if it is not known. */
  public String detail(String name) {
    return details.getOrDefault(name, "");
  }
}

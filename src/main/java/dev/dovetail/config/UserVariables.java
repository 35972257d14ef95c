package dev.dovetail.config;

import java.util.Map;

/**
 * The variables of one user, in mail settings and in the user database (doveadm-interfaces 6.4).
 *
 * @param home empty while it is not known
 * @param info names the service, and what a login is known to come from
 * @param path whether the values become parts of a path: then a name that could lead out of its
 *     directory is refused
 */
public record UserVariables(
    String username,
    String home,
    String session,
    Map<String, String> fields,
    AuthInfo info,
    boolean path)
    implements Variables {

  @Override
  public String get(String name) throws ConfigException {
    if (name.startsWith("userdb:")) {
      return fields.get(name.substring("userdb:".length()));
    }
    int at = username.indexOf('@');
    return switch (name) {
      case "user", "auth_user", "orig_user", "login_user" -> safe(username);
      case "username", "auth_username" -> safe(at < 0 ? username : username.substring(0, at));
      case "domain", "auth_domain" -> safe(at < 0 ? "" : username.substring(at + 1));
      case "home" -> home;
      case "service" -> info.service();
      case "session" -> session;
      case "lip", "local_ip" -> info.detail("lip");
      case "rip", "remote_ip" -> info.detail("rip");
      case "uid", "gid" -> {
        String number = fields.get(name);
        yield number != null ? number : SystemVariables.get(name);
      }
      default -> SystemVariables.get(name);
    };
  }

  /**
   * Deviation: Dovecot leaves this to {@code auth_username_chars}, which does not stop a name that
   * never went through the user database.
   */
  private String safe(String part) throws ConfigException {
    if (!path) {
      return part;
    }
    boolean bad = part.startsWith(".");
    for (int i = 0; i < part.length() && !bad; i++) {
      char c = part.charAt(i);
      bad = c == '/' || c < ' ' || c == 0x7f;
    }
    if (bad) {
      throw SettingValues.unusable(
          "The user name '"
              + Quoting.forMessage(username)
              + "' cannot be part of a path: it holds a slash, a control character or a leading"
              + " dot");
    }
    return part;
  }
}

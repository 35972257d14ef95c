package dev.dovetail.config.variable;

import dev.dovetail.config.syntax.ConfigException;
import java.util.Map;

/**
 * The variables of one user in mail settings (doveadm-interfaces 6.4).
 *
 * @param home empty while it is not known
 * @param fields of the user database
 * @param info names the service, and what a login is known to come from
 * @param path whether the values become parts of a path: then a name that could lead out of its
 *     directory is refused
 * @param version24 2.4 has no names for parts of the user's, and others for addresses
 */
public record UserVariables(
    String username,
    String home,
    String session,
    Map<String, String> fields,
    AuthInfo info,
    boolean path,
    boolean version24)
    implements Variables {

  private static final String FIELD = "userdb:";

  @Override
  public String get(String name) throws ConfigException {
    if (name.startsWith(FIELD)) {
      return fields.getOrDefault(name.substring(FIELD.length()), "");
    }
    return switch (name) {
      case "user", "auth_user" -> part(username);
      case "home" -> home;
      case "service" -> info.service();
      case "session" -> session;
      case "local_ip" -> info.detail("lip");
      case "remote_ip" -> info.detail("rip");
      case "hostname" -> SystemVariables.get(name);
      default -> version24 ? of24(name) : of23(name);
    };
  }

  private String of23(String name) throws ConfigException {
    return switch (name) {
      case "username", "auth_username" -> part(UserName.local(username));
      case "domain", "auth_domain" -> part(UserName.domain(username));
      case "lip", "rip" -> info.detail(name);
      case "uid", "gid" -> {
        String number = fields.get(name);
        yield number != null ? number : SystemVariables.get(name);
      }
      default -> SystemVariables.get(name);
    };
  }

  private String of24(String name) throws ConfigException {
    return switch (name) {
      case "owner_user" -> part(username);
      case "owner_home" -> home;
      case "protocol" -> info.service();
      case "local_port" -> info.detail("lport");
      case "remote_port" -> info.detail("rport");
      case "local_name" -> info.detail(name);
      case "master_user" -> "";
      default -> null;
    };
  }

  private String part(String text) throws ConfigException {
    return path ? UserName.inPath(text, username) : text;
  }
}

package dev.dovetail.userdb;

import dev.dovetail.config.syntax.ConfigException;
import dev.dovetail.config.variable.AuthInfo;
import dev.dovetail.config.variable.SystemVariables;
import dev.dovetail.config.variable.UserName;
import dev.dovetail.config.variable.Variables;
import java.util.Map;

/**
 * The variables of one user in the user database (doveadm-interfaces 6.4). Nobody has logged in, so
 * what is known of logins alone is empty, and so is the home directory.
 *
 * @param fields that are known so far
 * @param path whether the values become parts of a path: then a name that could lead out of its
 *     directory is refused
 */
record AuthVariables(
    String user, Map<String, String> fields, AuthInfo info, boolean path, boolean version24)
    implements Variables {

  private static final String FIELD = "userdb:";

  @Override
  public String get(String name) throws ConfigException {
    if (name.startsWith(FIELD)) {
      return fields.getOrDefault(name.substring(FIELD.length()), "");
    }
    if (name.startsWith("passdb:")) {
      return "";
    }
    return switch (name) {
      case "user", "auth_user" -> part(user);
      case "domain_first" -> part(firstDomain());
      case "domain_last" -> part(user.substring(user.lastIndexOf('@') + 1));
      case "home", "cert", "login_user", "master_user", "password", "secured", "client_id" -> "";
      case "session", "local_name" -> info.detail(name);
      case "session_pid" -> version24 ? "" : null;
      default -> version24 ? of24(name) : of23(name);
    };
  }

  private String firstDomain() {
    String domain = UserName.domain(user);
    return UserName.local(domain);
  }

  private String of23(String name) throws ConfigException {
    return switch (name) {
      case "username", "auth_username", "orig_username" -> part(UserName.local(user));
      case "domain", "auth_domain", "orig_domain" -> part(UserName.domain(user));
      case "orig_user" -> part(user);
      case "login_username", "login_domain", "mech", "session_pid" -> "";
      case "service" -> info.service();
      case "lip", "rip", "lport", "rport", "real_lip", "real_rip", "real_lport", "real_rport" ->
          info.detail(name);
      default -> SystemVariables.get(name);
    };
  }

  private String of24(String name) throws ConfigException {
    return switch (name) {
      case "original_user", "owner_user" -> part(user);
      case "protocol" -> info.service();
      case "mechanism", "ssl_ja3_hash", "ssl_client_cert_fp", "ssl_client_cert_pubkey_fp" -> "";
      case "local_ip", "remote_ip", "local_port", "remote_port" -> info.detail(shortened(name));
      case "real_local_ip", "real_remote_ip", "real_local_port", "real_remote_port" ->
          info.detail("real_" + shortened(name.substring("real_".length())));
      default -> null;
    };
  }

  /** {@code lip} for {@code local_ip}, as requests call it. */
  private static String shortened(String name) {
    return name.charAt(0) + name.substring(name.indexOf('_') + 1);
  }

  private String part(String text) throws ConfigException {
    return path ? UserName.inPath(text, user) : text;
  }
}

package dev.dovetail.userdb;

import dev.dovetail.config.AuthDatabase;

/**
 * A {@code userdb} block and who answers for it.
 *
 * @param source null for a driver that only a running server can ask
 */
record UserdbBlock(AuthDatabase database, UserdbSource source) {
  String setting(String name, String whenMissing) {
    String value = database.settings().get(name);
    return value == null || value.isEmpty() ? whenMissing : value;
  }
}

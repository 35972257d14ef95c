package dev.dovetail.config;

import dev.dovetail.config.syntax.ConfigException;
import dev.dovetail.config.syntax.SettingValues;

/**
 * The types of the settings that are not read at once, or not by every command. doveconf checks all
 * of them whatever they are for, and a configuration that it refuses is refused here (6.1).
 */
final class TypedSettings {
  private static final String[] FLAGS = {
    "mail_nfs_index", "mail_nfs_storage", "mmap_disable", "ssl_client_require_valid_cert",
  };
  private static final String[] NUMBERS = {
    "first_valid_uid",
    "first_valid_gid",
    "last_valid_uid",
    "last_valid_gid",
    "replication_max_conns",
  };

  private TypedSettings() {}

  static void check(SettingValues values) throws ConfigException {
    for (String name : FLAGS) {
      values.flag(name);
    }
    for (String name : NUMBERS) {
      if (values.isSet(name) && !values.text(name).equals("unlimited")) {
        values.number(name);
      }
    }
    if (values.isSet("replicator_port")) {
      values.port("replicator_port");
    }
    if (values.isSet("replication_full_sync_interval")) {
      values.seconds("replication_full_sync_interval");
    }
  }
}

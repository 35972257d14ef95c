package dev.dovetail.config;

import dev.dovetail.config.syntax.ConfigException;
import dev.dovetail.config.syntax.SettingValues;
import java.util.OptionalLong;

/** {@code first_valid_uid} and its family: whose mail may be touched (doveadm-interfaces 5.3). */
final class AccountLimits {

  private AccountLimits() {}

  static void check(
      SettingValues values,
      OptionalLong uid,
      OptionalLong gid,
      boolean uidFromUserdb,
      boolean gidFromUserdb)
      throws ConfigException {
    if (uid.isPresent()) {
      check(values, "uid", "UID", uid.getAsLong(), uidFromUserdb);
    }
    if (gid.isPresent()) {
      check(values, "gid", "GID", gid.getAsLong(), gidFromUserdb);
    }
  }

  private static void check(
      SettingValues values, String kind, String shown, long number, boolean fromUserdb)
      throws ConfigException {
    String source =
        fromUserdb ? kind + " from userdb lookup" : kind + " from mail_" + kind + " setting";
    if (number == 0 && kind.equals("uid")) {
      throw SettingValues.unusable(
          "Mail access for users with UID 0 not permitted (" + source + "): use another user");
    }
    if (!allow(values, kind, number)) {
      throw SettingValues.unusable(
          "Mail access for users with "
              + shown
              + " "
              + number
              + " not permitted (see "
              + (number < first(values, kind) ? "first_valid_" : "last_valid_")
              + kind
              + " in config file, "
              + source
              + ").");
    }
  }

  static boolean allow(SettingValues values, String kind, long number) throws ConfigException {
    String lastText = values.text("last_valid_" + kind);
    long last = lastText.equals("unlimited") ? 0 : values.number("last_valid_" + kind);
    return number >= first(values, kind) && (last == 0 || number <= last);
  }

  private static long first(SettingValues values, String kind) throws ConfigException {
    return values.number("first_valid_" + kind);
  }
}

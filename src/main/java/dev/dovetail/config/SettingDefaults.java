package dev.dovetail.config;

/**
 * Built-in values of the settings that concern us (doveadm-interfaces 6.3). A setting that is not
 * here is none of ours: whatever a configuration says of it is left alone.
 */
final class SettingDefaults {

  private SettingDefaults() {}

  /** Null for a setting that is none of ours. */
  static String of(String name, boolean version24) {
    String special = version24 ? of24(name) : of23(name);
    return special != null ? special : common(name);
  }

  private static String common(String name) {
    return switch (name) {
      case "base_dir" -> "/run/dovecot";
      case "state_dir" -> "/var/lib/dovecot";
      case "instance_name" -> "dovecot";
      case "auth_socket_path" -> "auth-userdb";
      case "auth_username_chars" ->
          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ01234567890.-_@";
      case "doveadm_socket_path" -> "doveadm-server";
      case "doveadm_port", "doveadm_worker_count" -> "0";
      case "doveadm_username" -> "doveadm";
      case "dsync_alt_char" -> "_";
      case "dsync_commit_msgs_interval" -> "100";
      case "dsync_hashed_headers" -> "Date Message-ID";
      case "first_valid_uid" -> "500";
      case "first_valid_gid" -> "1";
      case "lock_method" -> "fcntl";
      case "log_path" -> "syslog";
      case "log_timestamp" -> "%b %d %H:%M:%S ";
      case "mail_fsync" -> "optimized";
      case "mail_save_crlf", "mmap_disable", "mail_nfs_index", "mail_nfs_storage" -> "no";
      case "mailbox_list_index" -> "yes";
      case "mail_temp_dir" -> "/tmp";
      case "ssl_client_require_valid_cert" -> "yes";
      case "ssl_min_protocol" -> "TLSv1.2";
      case "syslog_facility" -> "mail";
      case "auth_username_translation",
          "debug_log_path",
          "doveadm_password",
          "dovetail_tls_pin",
          "dsync_features",
          "hostname",
          "info_log_path",
          "mail_attribute_dict",
          "mail_gid",
          "mail_home",
          "mail_plugins",
          "mail_uid",
          "ssl_client_ca_dir",
          "ssl_client_ca_file" ->
          "";
      default -> null;
    };
  }

  private static String of23(String name) {
    return switch (name) {
      case "auth_username_format" -> "%Lu";
      case "dovetail_ssh_command" -> "dovetail dsync-server -u%u";
      case "dsync_remote_cmd" -> "ssh -l%{login} %{host} doveadm dsync-server -u%u -U";
      case "last_valid_uid", "last_valid_gid" -> "0";
      case "mail_location", "ssl_client_cert", "ssl_client_key" -> "";
      case "mail_log_prefix" -> "%s(%u)<%{pid}><%{session}>: ";
      default -> null;
    };
  }

  private static String of24(String name) {
    return switch (name) {
      case "auth_username_format" -> "%{user | lower}";
      case "dovetail_ssh_command" -> "dovetail dsync-server -u%{user}";
      case "dsync_remote_cmd" -> "ssh -l%{login} %{host} doveadm dsync-server -u%{user}";
      case "last_valid_uid", "last_valid_gid" -> "unlimited";
      case "mail_log_prefix" -> "%{service}(%{user})<%{process:pid}><%{session}>: ";
      case "mail_alt_check", "mailbox_list_validate_fs_names", "mailbox_list_drop_noselect" ->
          "yes";
      case "mailbox_list_utf8",
          "mailbox_list_iter_from_index_dir",
          "mailbox_directory_name_legacy" ->
          "no";
      case "mailbox_subscriptions_filename" -> "subscriptions";
      case "mail_driver",
          "mail_path",
          "mail_inbox_path",
          "mail_index_path",
          "mail_index_private_path",
          "mail_cache_path",
          "mail_control_path",
          "mail_volatile_path",
          "mail_alt_path",
          "mailbox_list_layout",
          "mailbox_directory_name",
          "mailbox_root_directory_name",
          "mailbox_list_index_prefix",
          "mailbox_list_visible_escape_char",
          "mailbox_list_storage_escape_char",
          "mail_attribute_dict_path",
          "ssl_client_cert_file",
          "ssl_client_key_file" ->
          "";
      default -> null;
    };
  }
}

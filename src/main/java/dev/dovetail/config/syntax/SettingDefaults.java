package dev.dovetail.config.syntax;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Built-in values of the settings that concern us (doveadm-interfaces 6.3). A setting that is not
 * here is none of ours: whatever a configuration says of it is left alone.
 */
public final class SettingDefaults {

  private static final String COMMON =
      """
      auth_socket_path = auth-userdb
      auth_username_chars = abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ01234567890.-_@
      auth_username_translation =\s
      base_dir = /run/dovecot
      debug_log_path =\s
      default_internal_group = dovecot
      default_internal_user = dovecot
      doveadm_allowed_commands =\s
      doveadm_password =\s
      doveadm_port = 0
      doveadm_socket_path = doveadm-server
      doveadm_ssl = no
      doveadm_username = doveadm
      doveadm_worker_count = 0
      dovetail_compression = no
      dovetail_listen =\s
      dovetail_max_connections = 100
      dovetail_owner_processes = 32
      dovetail_replicator_watch = auto
      dovetail_state_dir =\s
      dovetail_tls_pin =\s
      dsync_alt_char = _
      dsync_commit_msgs_interval = 100
      dsync_features =\s
      dsync_hashed_headers = Date Message-ID
      first_valid_gid = 1
      first_valid_uid = 500
      hostname =\s
      info_log_path =\s
      instance_name = dovecot
      lock_method = fcntl
      log_path = syslog
      log_timestamp = %b %d %H:%M:%S\s
      mail_access_groups =\s
      mail_attribute_dict =\s
      mail_fsync = optimized
      mail_gid =\s
      mail_home =\s
      mail_max_lock_timeout = 0
      mail_nfs_index = no
      mail_nfs_storage = no
      mail_plugins =\s
      mail_privileged_group =\s
      mail_save_crlf = no
      mail_temp_dir = /tmp
      mail_uid =\s
      mailbox_list_index = yes
      mmap_disable = no
      replication_dsync_parameters = -d -N -l 30 -U
      replication_full_sync_interval = 1 days
      replication_max_conns = 10
      ssl_cipher_list = ALL:!kRSA:!SRP:!kDHd:!DSS:!aNULL:!eNULL:!EXPORT:!DES:!3DES:!MD5:!PSK:!RC4:!ADH:!LOW@STRENGTH
      ssl_client_ca_dir =\s
      ssl_client_ca_file =\s
      ssl_client_require_valid_cert = yes
      ssl_min_protocol = TLSv1.2
      state_dir = /var/lib/dovecot
      syslog_facility = mail
      """;

  private static final String ONLY_23 =
      """
      auth_username_format = %Lu
      dovetail_ssh_command = dovetail dsync-server -u%u
      dsync_remote_cmd = ssh -l%{login} %{host} doveadm dsync-server -u%u -U
      last_valid_gid = 0
      last_valid_uid = 0
      listen = *, ::
      mail_location =\s
      mail_log_prefix = %s(%u)<%{pid}><%{session}>:\s
      replicator_host = replicator
      replicator_port = 0
      ssl_ca =\s
      ssl_cert =\s
      ssl_client_cert =\s
      ssl_client_key =\s
      ssl_key =\s
      ssl_key_password =\s
      """;

  private static final String ONLY_24 =
      """
      auth_username_format = %{user | lower}
      dovetail_ssh_command = dovetail dsync-server -u%{user}
      dsync_remote_cmd = ssh -l%{login} %{host} doveadm dsync-server -u%{user}
      last_valid_gid = unlimited
      last_valid_uid = unlimited
      listen = * ::
      mail_alt_check = yes
      mail_alt_path =\s
      mail_attribute_dict_path =\s
      mail_cache_path =\s
      mail_control_path =\s
      mail_driver =\s
      mail_inbox_path =\s
      mail_index_path =\s
      mail_index_private_path =\s
      mail_log_prefix = %{service}(%{user})<%{process:pid}><%{session}>:\s
      mail_path =\s
      mail_volatile_path =\s
      mailbox_directory_name =\s
      mailbox_directory_name_legacy = no
      mailbox_list_drop_noselect = yes
      mailbox_list_index_prefix = dovecot.list.index
      mailbox_list_iter_from_index_dir = no
      mailbox_list_layout = fs
      mailbox_list_storage_escape_char =\s
      mailbox_list_utf8 = no
      mailbox_list_validate_fs_names = yes
      mailbox_list_visible_escape_char =\s
      mailbox_root_directory_name =\s
      mailbox_subscriptions_filename = subscriptions
      ssl_client_cert_file =\s
      ssl_client_key_file =\s
      ssl_server_ca_file =\s
      ssl_server_cert_file =\s
      ssl_server_key_file =\s
      ssl_server_key_password =\s
      """;

  private static final Map<String, String> OF_23 = table(ONLY_23);
  private static final Map<String, String> OF_24 = table(ONLY_24);

  private SettingDefaults() {}

  /** Null for a setting that is none of ours. */
  static String of(String name, boolean version24) {
    return all(version24).get(name);
  }

  /** All of them, in no order that matters. */
  public static Map<String, String> all(boolean version24) {
    return version24 ? OF_24 : OF_23;
  }

  private static Map<String, String> table(String own) {
    Map<String, String> values = new LinkedHashMap<>(256);
    for (String text : new String[] {COMMON, own}) {
      for (int start = 0; start < text.length(); ) {
        int end = text.indexOf('\n', start);
        int equals = text.indexOf(" = ", start);
        values.put(text.substring(start, equals), text.substring(equals + 3, end));
        start = end + 1;
      }
    }
    return Collections.unmodifiableMap(values);
  }
}

package dev.dovetail.config;

import dev.dovetail.config.syntax.ConfigException;
import dev.dovetail.config.syntax.SettingValues;

/**
 * How a store is worked on (doveadm-interfaces 6.3).
 *
 * @param fsync {@code optimized}, {@code never} or {@code always}
 * @param lockMethod {@code fcntl}, {@code flock} or {@code dotlock}
 * @param maxLockTimeout in seconds; 0 for the usual times
 * @param saveCrlf whether lines of saved mails end in CRLF
 * @param listIndex whether Dovecot keeps an index of the mailboxes
 * @param vanishedMail {@code restore} or {@code expunge}
 */
public record MailSettings(
    String fsync,
    String lockMethod,
    long maxLockTimeout,
    boolean saveCrlf,
    boolean listIndex,
    String vanishedMail) {

  static MailSettings of(SettingValues values, DovetailSettings own) throws ConfigException {
    return new MailSettings(
        values.oneOf("mail_fsync", "optimized", "never", "always"),
        values.oneOf("lock_method", "fcntl", "flock", "dotlock"),
        values.seconds("mail_max_lock_timeout"),
        values.flag("mail_save_crlf"),
        values.flag("mailbox_list_index"),
        own.vanishedMail());
  }
}

package dev.dovetail.storage.maildir;

import dev.dovetail.log.Log;

/**
 * What a Maildir needs of the configuration.
 *
 * @param hostname part of new file names and of lock files; must be Dovecot's on this machine
 * @param saveCrlf store mails with CRLF line ends: {@code mail_save_crlf}
 * @param vanishedMail what becomes of mails whose files are gone
 * @param log gets warnings about damage that was healed
 * @param diskSync shared by all mailboxes of a store
 */
public record MaildirSettings(
    FsyncMode fsync,
    String hostname,
    boolean saveCrlf,
    VanishedMail vanishedMail,
    Log log,
    DiskSync diskSync) {

  public MaildirSettings(
      FsyncMode fsync, String hostname, boolean saveCrlf, VanishedMail vanishedMail, Log log) {
    this(fsync, hostname, saveCrlf, vanishedMail, log, new DiskSync());
  }
}

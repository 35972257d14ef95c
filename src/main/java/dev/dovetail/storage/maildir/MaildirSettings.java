package dev.dovetail.storage.maildir;

import dev.dovetail.log.Log;
import dev.dovetail.storage.lock.LockWaits;

/**
 * What a Maildir needs of the configuration.
 *
 * @param hostname part of new file names and of lock files; must be Dovecot's on this machine
 * @param saveCrlf store mails with CRLF line ends: {@code mail_save_crlf}
 * @param vanishedMail what becomes of mails whose files are gone
 * @param lockWaits how long to wait for locks
 * @param log gets warnings about damage that was healed
 * @param diskSync shared by all mailboxes of a store
 */
public record MaildirSettings(
    FsyncMode fsync,
    String hostname,
    boolean saveCrlf,
    VanishedMail vanishedMail,
    LockWaits lockWaits,
    Log log,
    DiskSync diskSync) {

  public MaildirSettings(
      FsyncMode fsync, String hostname, boolean saveCrlf, VanishedMail vanishedMail, Log log) {
    this(fsync, hostname, saveCrlf, vanishedMail, LockWaits.USUAL, log, new DiskSync());
  }

  /** The same with other times to wait for locks. */
  public MaildirSettings with(LockWaits waits) {
    return new MaildirSettings(fsync, hostname, saveCrlf, vanishedMail, waits, log, diskSync);
  }
}

package dev.dovetail.storage.maildir;

/** How durable a change is when a method returns: Dovecot's {@code mail_fsync}. */
public enum FsyncMode {
  /** Saved mails and expunges are synced to disk; flag changes are not. */
  OPTIMIZED,
  /** Everything is synced. */
  ALWAYS,
  /** Nothing is; a crash of the machine may lose mails. */
  NEVER
}

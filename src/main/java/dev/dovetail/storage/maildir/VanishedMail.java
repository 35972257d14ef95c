package dev.dovetail.storage.maildir;

/** What it means that a mail's file is gone though nobody recorded an expunge. */
public enum VanishedMail {
  /** The mail was lost; its copies elsewhere bring it back. */
  RESTORE,

  /** Another program removed it on purpose, so its copies elsewhere go too. */
  EXPUNGE
}

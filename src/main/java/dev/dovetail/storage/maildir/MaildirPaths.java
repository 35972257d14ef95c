package dev.dovetail.storage.maildir;

import java.nio.file.Path;

/**
 * The directories of one mailbox (storage-formats 1.1); often all the same.
 *
 * @param mailDirectory holds {@code cur}, {@code new} and {@code tmp}
 * @param indexDirectory holds {@code dovecot.index*}
 * @param controlDirectory holds {@code dovecot-uidlist} and {@code dovecot-keywords}
 */
record MaildirPaths(Path mailDirectory, Path indexDirectory, Path controlDirectory) {

  Path cur() {
    return mailDirectory.resolve("cur");
  }

  Path newMails() {
    return mailDirectory.resolve("new");
  }

  Path tmp() {
    return mailDirectory.resolve("tmp");
  }
}

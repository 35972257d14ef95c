package dev.dovetail.storage.list;

/** What file systems and Dovecot demand of the name of a directory. */
final class DirectoryNames {
  private DirectoryNames() {}

  /** The length of a storage name on disk, in bytes. */
  static int length(String name) {
    int bytes = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      // Each half of a surrogate pair counts two of the four bytes.
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }

  /**
   * Whether a mailbox of this name in the fs layout would take the place of one of the mail
   * server's own files in the directory above.
   */
  static boolean isServerFile(String part) {
    return part.startsWith("dovecot.")
        || part.startsWith("dovecot-")
        || part.startsWith(".dovecot-")
        || part.startsWith("subscriptions")
        || part.startsWith("mailboxes.lock")
        || part.equals("maildirfolder")
        || part.equals("maildirsize");
  }
}

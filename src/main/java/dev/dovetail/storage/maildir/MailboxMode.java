package dev.dovetail.storage.maildir;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The mode and group of files that are created in a mailbox: those of its directory, as Dovecot
 * derives them. A shared mailbox's directory decides who may read its mails.
 *
 * @param mode permission bits, without execute
 * @param group the numeric group that files must be given; -1 if they get the right one by
 *     themselves
 */
record MailboxMode(int mode, int group) {
  private static final int READ_WRITE = 0666;
  private static final int SET_GROUP = 02000;

  static MailboxMode of(Path mailDirectory) throws IOException {
    Map<String, Object> attributes = Files.readAttributes(mailDirectory, "unix:mode,gid");
    int bits = (Integer) attributes.get("mode");
    boolean groupMatters = (bits >> 3 & 7) != (bits & 7) && (bits & SET_GROUP) == 0;
    return new MailboxMode(bits & READ_WRITE, groupMatters ? (Integer) attributes.get("gid") : -1);
  }

  /** Gives a new directory the permissions and group of another. */
  static void copy(Path from, Path to) throws IOException {
    MailboxMode mode = of(from);
    int bits = (Integer) Files.getAttribute(from, "unix:mode") & 07777;
    if (mode.group() >= 0) {
      mode.changeGroup(to);
    }
    Files.setAttribute(to, "unix:mode", bits);
  }

  /** Gives a file that was just created the right mode and group. */
  void applyTo(Path file) throws IOException {
    Map<String, Object> attributes = Files.readAttributes(file, "unix:mode,gid");
    if (group >= 0 && (Integer) attributes.get("gid") != group) {
      changeGroup(file);
    }
    if (((Integer) attributes.get("mode") & 0777) != mode) {
      Files.setAttribute(file, "unix:mode", mode);
    }
  }

  private void changeGroup(Path file) throws IOException {
    try {
      Files.setAttribute(file, "unix:gid", group);
    } catch (FileSystemException e) {
      // Not a member of that group: the owner can still read it, as after Dovecot's own failure.
      return;
    }
  }
}

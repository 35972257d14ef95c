package dev.dovetail.storage.maildir;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** The files that Dovecot keeps in a mailbox's directories besides the mails. */
final class ServerFiles {
  private ServerFiles() {}

  /**
   * Removes all of them from a directory that is to go; directories and foreign files stay. Not for
   * the root of a tree, which has files of the whole tree.
   */
  static void deleteAll(Path directory) throws IOException {
    delete(directory, true);
  }

  /** Removes what says which messages there are. */
  static void deleteState(Path directory) throws IOException {
    delete(directory, false);
  }

  private static void delete(Path directory, boolean all) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if ((isState(name) || all && isServerFile(name))
            && !Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          Files.deleteIfExists(entry);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      // Nothing to remove.
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static boolean isState(String name) {
    return name.startsWith("dovecot.index")
        || name.equals(UidList.FILE_NAME)
        || name.equals("dovecot-keywords");
  }

  private static boolean isServerFile(String name) {
    return name.startsWith("dovecot.")
        || name.startsWith("dovecot-")
        || name.startsWith(".dovecot-box-sync")
        || name.equals("maildirfolder");
  }
}

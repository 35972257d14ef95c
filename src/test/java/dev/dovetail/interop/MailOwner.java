package dev.dovetail.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.ArrayList;
import java.util.List;

/**
 * Whose mail the tests handle: who runs them; for root, whose mail Dovecot refuses, vmail or mail.
 *
 * @param other whether that is somebody else than who runs the tests
 */
record MailOwner(String user, String group, int uid, int gid, boolean other) {
  static MailOwner choose() throws IOException, InterruptedException {
    String self = ask("id", "-un");
    String user = self;
    if (self.equals("root")) {
      user = Command.of("id", "-u", "vmail").run().exit() == 0 ? "vmail" : "mail";
    }
    return new MailOwner(
        user,
        ask("id", "-gn", user),
        Integer.parseInt(ask("id", "-u", user)),
        Integer.parseInt(ask("id", "-g", user)),
        !self.equals(user));
  }

  /** The words as this owner's command. */
  List<String> command(List<String> words) {
    if (!other) {
      return words;
    }
    List<String> all =
        new ArrayList<>(List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups"));
    all.addAll(words);
    return all;
  }

  /** Gives the owner a file or folder that this process has made. */
  void own(Path path) throws IOException {
    if (other) {
      var lookup = path.getFileSystem().getUserPrincipalLookupService();
      var view =
          Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
      view.setGroup(lookup.lookupPrincipalByGroupName(group));
      view.setOwner(lookup.lookupPrincipalByName(user));
    }
  }

  void ownAll(Path root) throws IOException {
    try (var paths = Files.walk(root)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        own(path);
      }
    }
  }

  private static String ask(String... words) throws IOException, InterruptedException {
    return Command.of(words).run().succeeded().text().strip();
  }
}

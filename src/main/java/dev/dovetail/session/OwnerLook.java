package dev.dovetail.session;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.transport.Patience;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * A look at where a user's mail is, for root, who opens nothing there: {@code find} does it as the
 * owner of the mail, in a few milliseconds where this program would take hundreds.
 */
public final class OwnerLook {
  /** The program, wherever it is. */
  public static final String FIND = "find";

  private static final long PATIENCE_SECONDS = 10;
  private static final int BUFFER = 8192;

  /** The directories, when mail came into new, and the logs of mail and of mailboxes. */
  private static final String WHAT =
      "-maxdepth 32 ( -name cur -o -name tmp ) -prune"
          + " -o -type d -name new -prune -printf %p/%T@\\n"
          + " -o -type d -printf %p\\n"
          + " -o ( -name dovecot.index.log -o -name dovecot.mailbox.log -o -name subscriptions )"
          + " -printf %p/%T@/%s\\n";

  private OwnerLook() {}

  /**
   * Whether a program is a {@code find} that can tell what we ask it for, as that of GNU is; others
   * complain, and say nothing of the mail.
   *
   * @param find its name or path
   */
  public static boolean canBeBy(String find) throws IOException {
    List<String> words = List.of(find, "/", "-maxdepth", "0", "-printf", "%p");
    ProcessBuilder builder = new ProcessBuilder(words).redirectError(Redirect.DISCARD);
    Process process = builder.start();
    process.getOutputStream().close();
    try (Patience patience = new Patience(PATIENCE_SECONDS, process::destroyForcibly);
        InputStream said = process.getInputStream()) {
      boolean saysIt = said.read() == '/' && said.read() < 0;
      return saysIt && !patience.isOver();
    } finally {
      process.destroyForcibly();
    }
  }

  /**
   * What is to be seen, as a number that is another one when something has changed.
   *
   * @throws SyncException if that cannot be seen, or takes more than ten seconds
   */
  public static long at(UserContext user) throws IOException {
    Set<Path> places = WatchedPlaces.of(user);
    if (places.isEmpty()) {
      return 0;
    }
    List<String> words = new ArrayList<>(List.of(FIND, "-P"));
    places.forEach(place -> words.add(place.toAbsolutePath().toString()));
    words.addAll(List.of(WHAT.split(" ")));
    ProcessBuilder builder = OwnerCommand.asOwner(user, words);
    // It needs nothing that root knows, and a place where everybody may be.
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(List.of("PATH"));
    builder.directory(new File("/")).redirectError(Redirect.DISCARD);
    Process process = OwnerCommand.start(builder);
    process.getOutputStream().close();
    try (Patience patience = new Patience(PATIENCE_SECONDS, process::destroyForcibly);
        InputStream seen = process.getInputStream()) {
      long sum = sum(seen);
      if (patience.isOver()) {
        throw new SyncException(
            Grade.TEMPORARY, "Looking for new mail took more than " + PATIENCE_SECONDS + " s");
      }
      return sum;
    } finally {
      process.destroyForcibly();
    }
  }

  private static long sum(InputStream stream) throws IOException {
    CRC32 sum = new CRC32();
    byte[] buffer = new byte[BUFFER];
    for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
      sum.update(buffer, 0, n);
    }
    return sum.getValue();
  }
}

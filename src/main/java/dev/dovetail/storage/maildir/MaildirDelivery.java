package dev.dovetail.storage.maildir;

import dev.dovetail.storage.file.InheritedMode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes mails into {@code tmp}, in constant memory, and has them synced in the background.
 * Thread-safe.
 */
final class MaildirDelivery {
  private static final int CHUNK = 8 * 1024;
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
      PosixFilePermissions.asFileAttribute(
          Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
  private static final Set<StandardOpenOption> CREATE =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private final MaildirPaths paths;
  private final MaildirSettings settings;
  private final String suffix;
  private final AtomicInteger sequence = new AtomicInteger();
  private volatile InheritedMode mode;

  MaildirDelivery(MaildirPaths paths, MaildirSettings settings) {
    this.paths = paths;
    this.settings = settings;
    this.suffix = "." + fileNamePart(settings.hostname());
  }

  StagedFile stage(InputStream content, long receivedDate) throws IOException {
    String name = uniqueName();
    Path file = paths.tmp().resolve(name);
    boolean complete = false;
    try {
      LineEnds lines = write(content, file);
      Files.setLastModifiedTime(file, FileTime.from(receivedDate, TimeUnit.SECONDS));
      Optional<Future<?>> sync =
          settings.fsync() == FsyncMode.NEVER
              ? Optional.empty()
              : Optional.of(settings.diskSync().start(file));
      complete = true;
      return new StagedFile(file, name, lines.size(), lines.virtualSize(), sync);
    } finally {
      if (!complete) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** A name that no other file on any machine has. */
  String uniqueName() {
    Instant now = Instant.now();
    return now.getEpochSecond()
        + ".M"
        + now.getNano() / 1000
        + "P"
        + ProcessHandle.current().pid()
        + "Q"
        + sequence.incrementAndGet()
        + suffix;
  }

  /** The mode of new files in this mailbox. */
  InheritedMode mode() throws IOException {
    InheritedMode known = mode;
    if (known == null) {
      known = InheritedMode.of(paths.mailDirectory());
      mode = known;
    }
    return known;
  }

  private LineEnds write(InputStream content, Path file) throws IOException {
    try (FileChannel channel = create(file);
        OutputStream out = Channels.newOutputStream(channel)) {
      LineEnds lines = new LineEnds(out, settings.saveCrlf());
      byte[] chunk = new byte[CHUNK];
      for (int count = content.read(chunk); count >= 0; count = content.read(chunk)) {
        lines.write(chunk, count);
      }
      lines.finish();
      if (!mode().isPrivate()) {
        mode().applyToFile(file);
      }
      return lines;
    }
  }

  private FileChannel create(Path file) throws IOException {
    try {
      return FileChannel.open(file, CREATE, PRIVATE);
    } catch (NoSuchFileException e) {
      // tmp is missing in a half-removed or foreign Maildir; the mailbox itself must exist.
      Files.createDirectory(paths.tmp());
      return FileChannel.open(file, CREATE, PRIVATE);
    }
  }

  private static String fileNamePart(String hostname) {
    return hostname.replace("/", "\\057").replace(":", "\\072").replace(",", "\\054");
  }
}

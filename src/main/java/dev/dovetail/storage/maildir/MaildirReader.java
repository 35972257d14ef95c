package dev.dovetail.storage.maildir;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.storage.MailContent;
import dev.dovetail.storage.MailMetadata;
import dev.dovetail.storage.MessageGoneException;
import dev.dovetail.storage.file.FileStatus;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Opens mails, wherever Dovecot has renamed them to meanwhile. Thread-safe. */
final class MaildirReader {
  private static final int ATTEMPTS = 5;
  private static final int BUFFER = 32 * 1024;
  private static final int MAGIC = 9;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** A mail's open file and what stat(2) says of it. */
  private record Opened(InputStream stream, FileStatus status) {}

  private final MailboxFiles files;

  MaildirReader(MailboxFiles files) {
    this.files = files;
  }

  MailContent open(UidListEntry entry) throws IOException {
    Opened opened = openFile(entry);
    boolean handedOut = false;
    try {
      MailContent content =
          new MailContent(
              plain(entry, opened),
              Math.floorDiv(opened.status().modifiedNanos(), NANOS_PER_SECOND),
              Math.floorDiv(opened.status().changedNanos(), NANOS_PER_SECOND),
              entry.field(UidListEntry.POP3_UIDL),
              pop3Order(entry));
      handedOut = true;
      return content;
    } finally {
      if (!handedOut) {
        opened.stream().close();
      }
    }
  }

  MailMetadata metadata(UidListEntry entry) throws IOException {
    long virtualSize = MaildirName.size(entry.base(), 'W');
    if (virtualSize >= 0) {
      return new MailMetadata(status(entry).modifiedSeconds(), virtualSize);
    }
    try (MailContent content = open(entry)) {
      LineEnds lines = new LineEnds(java.io.OutputStream.nullOutputStream(), true);
      byte[] chunk = new byte[BUFFER];
      InputStream stream = content.stream();
      for (int count = stream.read(chunk); count >= 0; count = stream.read(chunk)) {
        lines.write(chunk, count);
      }
      lines.finish();
      return new MailMetadata(content.receivedDate(), lines.virtualSize());
    }
  }

  private Opened openFile(UidListEntry entry) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Path file = locate(entry, attempt > 0);
      try {
        InputStream stream = Files.newInputStream(file);
        try {
          return new Opened(stream, FileStatus.of(file));
        } catch (IOException e) {
          stream.close();
          throw e;
        }
      } catch (NoSuchFileException e) {
        // Renamed since the directories were listed: look again.
      }
    }
    throw gone(entry);
  }

  private FileStatus status(UidListEntry entry) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<FileStatus> status = FileStatus.ifExists(locate(entry, attempt > 0));
      if (status.isPresent()) {
        return status.get();
      }
    }
    throw gone(entry);
  }

  private Path locate(UidListEntry entry, boolean again) throws IOException {
    if (again) {
      files.rescan();
    }
    Optional<MaildirScan.Found> found = files.find(entry.base());
    if (found.isEmpty()) {
      files.rescan();
      found = files.find(entry.base());
    }
    return found.orElseThrow(() -> gone(entry)).in(files.paths());
  }

  private MessageGoneException gone(UidListEntry entry) {
    return new MessageGoneException(
        "Mailbox "
            + files.mailbox()
            + ": UID "
            + entry.uid()
            + " was expunged meanwhile or its file is gone");
  }

  /** Undoes the compression of Dovecot's zlib plugin. */
  private InputStream plain(UidListEntry entry, Opened opened) throws IOException {
    if (MaildirName.size(entry.base(), 'S') == opened.status().size()) {
      return opened.stream();
    }
    BufferedInputStream buffered = new BufferedInputStream(opened.stream(), BUFFER);
    buffered.mark(MAGIC);
    byte[] head = buffered.readNBytes(MAGIC);
    buffered.reset();
    if (begins(head, 0x1f, 0x8b)) {
      return new GZIPInputStream(buffered, BUFFER);
    }
    String packed = packing(head);
    if (!packed.isEmpty()) {
      throw new SyncException(
          Grade.NOT_POSSIBLE,
          "Mailbox "
              + files.mailbox()
              + ": UID "
              + entry.uid()
              + " is "
              + packed
              + ", which cannot be read here; have Dovecot rewrite it plain or as gzip");
    }
    return buffered;
  }

  private static String packing(byte[] head) {
    if (begins(head, 'B', 'Z', 'h')) {
      return "compressed with bzip2";
    } else if (begins(head, 0x28, 0xb5, 0x2f, 0xfd)) {
      return "compressed with zstd";
    } else if (begins(head, 0xfd, '7', 'z', 'X', 'Z')) {
      return "compressed with xz";
    } else if (begins(head, 'D', 'o', 'v', 'e', 'c', 'o', 't', '-', 'L')) {
      return "compressed with lz4";
    } else if (begins(head, 'C', 'R', 'Y', 'P', 'T', 'E', 'D', 3, 7)) {
      return "encrypted";
    }
    return "";
  }

  private static boolean begins(byte[] head, int... magic) {
    if (head.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((head[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  private static long pop3Order(UidListEntry entry) {
    long order = 0;
    String digits = entry.field(UidListEntry.POP3_ORDER);
    for (int i = 0; i < digits.length() && i < 10; i++) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return 0;
      }
      order = order * 10 + digit;
    }
    return order <= UidListHeader.MAX_UID ? order : 0;
  }
}

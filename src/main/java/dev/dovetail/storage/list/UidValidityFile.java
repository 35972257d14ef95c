package dev.dovetail.storage.list;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.storage.file.NewFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.locks.LockSupport;

/**
 * Gives out UIDVALIDITY numbers, each larger than all before: {@code dovecot-uidvalidity} holds the
 * last one, and the name of the empty file {@code dovecot-uidvalidity.<8 hex>} is both the truth
 * and the lock (storage-formats 2.5).
 */
public final class UidValidityFile {
  private static final String FILE_NAME = "dovecot-uidvalidity";
  private static final int HEX_DIGITS = 8;
  private static final long MAX = 0xffffffffL;
  private static final int ATTEMPTS = 1000;

  /** How often to look again for the name that the maker of the file is about to give. */
  private static final int PATIENCE = 100;

  private static final long PAUSE_NANOS = 1_000_000;

  private final Path directory;

  /**
   * @param controlRoot must exist
   */
  public UidValidityFile(Path controlRoot) {
    this.directory = controlRoot;
  }

  /**
   * Takes the next number.
   *
   * @param now seconds since the epoch; the first number of a new file
   * @return 1 to 2<sup>32</sup>-1
   */
  public long next(long now) throws IOException {
    long last = recorded();
    for (int i = 0; i < ATTEMPTS; i++) {
      if (last <= 0) {
        last = largestName();
      }
      if (last <= 0 && !mayBeginAfter(i)) {
        continue;
      }
      long next = last <= 0 ? Math.max(recorded() + 1, Math.min(now, MAX)) : last + 1;
      if (next > MAX) {
        throw new SyncException(
            Grade.NOT_POSSIBLE,
            "Choosing a UIDVALIDITY in "
                + directory
                + ": no number is left; remove "
                + FILE_NAME
                + "*");
      }
      if (last <= 0 ? claimFirst(next) : claim(last, next)) {
        record(next);
        return next;
      }
      // Somebody else took it, or the file that we read lags behind the name.
      last = 0;
    }
    throw new SyncException(
        Grade.TEMPORARY,
        "Choosing a UIDVALIDITY in " + directory + ": others always were faster; try again");
  }

  private Path named(long value) {
    String hex = Long.toHexString(value);
    return directory.resolve(FILE_NAME + '.' + "0".repeat(HEX_DIGITS - hex.length()) + hex);
  }

  /**
   * Whether to give the first name: whoever makes the file does. Another would give a number that
   * has been passed on already. A file that stays without a name was left so.
   */
  private boolean mayBeginAfter(int attempts) throws IOException {
    if (makeFile()) {
      return true;
    }
    LockSupport.parkNanos(PAUSE_NANOS);
    return attempts >= PATIENCE;
  }

  private boolean makeFile() throws IOException {
    try {
      NewFile.create(directory.resolve(FILE_NAME)).close();
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private boolean claimFirst(long value) throws IOException {
    try {
      Files.createFile(
          named(value),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r--r--r--")));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private boolean claim(long last, long next) throws IOException {
    try {
      Files.move(named(last), named(next), StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private long recorded() throws IOException {
    Path file = directory.resolve(FILE_NAME);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer buffer = ByteBuffer.allocate(HEX_DIGITS);
      while (buffer.hasRemaining() && channel.read(buffer) > 0) {}
      return parse(new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  private void record(long value) throws IOException {
    makeFile();
    Path file = directory.resolve(FILE_NAME);
    String name = named(value).getFileName().toString();
    byte[] hex = name.substring(name.length() - HEX_DIGITS).getBytes(StandardCharsets.ISO_8859_1);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(hex), 0);
    }
  }

  private long largestName() throws IOException {
    long largest = 0;
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(directory, FILE_NAME + ".????????")) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        largest = Math.max(largest, parse(name.substring(FILE_NAME.length() + 1)));
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return largest;
  }

  /** 0 if this is no number. */
  private static long parse(String hex) {
    long value = 0;
    if (hex.length() != HEX_DIGITS) {
      return 0;
    }
    for (int i = 0; i < HEX_DIGITS; i++) {
      int digit = Character.digit(hex.charAt(i), 16);
      if (digit < 0) {
        return 0;
      }
      value = value << 4 | digit;
    }
    return value;
  }
}

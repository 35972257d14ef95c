package dev.dovetail.storage.file;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that is written beside its target and takes its place when complete and synced. Readers
 * see the old content or the new one; closing without {@link #commit} leaves the old one.
 */
public final class AtomicFile implements Closeable {
  private final Path target;
  private final Path temporary;
  private final FileChannel channel;
  private final OutputStream out;
  private boolean committed;

  private AtomicFile(Path target, Path temporary, FileChannel channel) {
    this.target = target;
    this.temporary = temporary;
    this.channel = channel;
    this.out = new BufferedOutputStream(Channels.newOutputStream(channel));
  }

  /**
   * Begins to write; mode and owner are those that the directory asks for.
   *
   * @param temporary in the same directory as {@code target}; one that was left over is removed, so
   *     the caller holds the lock that protects {@code target}
   */
  public static AtomicFile begin(Path target, Path temporary) throws IOException {
    Files.deleteIfExists(temporary);
    return new AtomicFile(target, temporary, NewFile.create(temporary));
  }

  /** Replaces {@code target}; {@code temporary} as in {@link #begin}. */
  public static void write(Path target, Path temporary, byte[] content) throws IOException {
    try (AtomicFile file = begin(target, temporary)) {
      file.out().write(content);
      file.commit();
    }
  }

  public OutputStream out() {
    return out;
  }

  /** Syncs the content, renames the file over its target and syncs the directory. */
  public void commit() throws IOException {
    out.flush();
    channel.force(true);
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    committed = true;
    DirectorySync.fsync(target.toAbsolutePath().getParent());
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      if (!committed) {
        Files.deleteIfExists(temporary);
      }
    }
  }
}

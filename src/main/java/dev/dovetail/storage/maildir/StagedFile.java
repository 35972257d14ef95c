package dev.dovetail.storage.maildir;

import dev.dovetail.storage.StagedMail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Future;

/** A complete mail in {@code tmp}. */
final class StagedFile implements StagedMail {
  private final Path file;
  private final String uniqueName;
  private final long size;
  private final long virtualSize;
  private final Optional<Future<?>> sync;
  private boolean moved;

  StagedFile(Path file, String uniqueName, long size, long virtualSize, Optional<Future<?>> sync) {
    this.file = file;
    this.uniqueName = uniqueName;
    this.size = size;
    this.virtualSize = virtualSize;
    this.sync = sync;
  }

  /** The base that this mail gets if its GUID cannot be one. */
  String base() {
    return withSizes(uniqueName);
  }

  /** A unique name, completed by this mail's sizes. */
  String withSizes(String name) {
    return name + ",S=" + size + ",W=" + virtualSize;
  }

  /** True if {@code base} states exactly this mail's sizes. */
  boolean hasSizesOf(String base) {
    return MaildirName.size(base, 'S') == size && MaildirName.size(base, 'W') == virtualSize;
  }

  /** Waits until the content is on disk, if that was wanted. */
  void awaitSync() throws IOException {
    if (sync.isPresent()) {
      DiskSync.await(sync.get());
    }
  }

  /** Gives the mail a place in the mailbox; the first time by renaming, then by a link. */
  void placeAt(Path target, boolean last) throws IOException {
    if (last) {
      Files.move(file, target);
      moved = true;
    } else {
      Files.createLink(target, file);
    }
  }

  boolean isGone() {
    return moved;
  }

  @Override
  public void close() throws IOException {
    if (!moved) {
      moved = true;
      if (sync.isPresent()) {
        sync.get().cancel(false);
      }
      Files.deleteIfExists(file);
    }
  }
}

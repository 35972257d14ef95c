package dev.dovetail.failure;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/** Turns the failure of a file operation into a line for the admin. */
public final class FileFailure {
  private FileFailure() {}

  /**
   * Names the attempt, the file, the reason and the remedy. What is such a line already stays as it
   * is.
   *
   * @param attempt what was attempted, and on what
   */
  public static SyncException of(String attempt, IOException failure) {
    if (failure instanceof SyncException line) {
      return line;
    }
    String reason = FileReason.of(failure);
    Grade grade = failure instanceof AccessDeniedException ? Grade.NO_PERMISSION : Grade.TEMPORARY;
    return new SyncException(
        grade, attempt + ": " + files(failure) + reason + "; " + remedy(reason), failure);
  }

  private static String files(IOException failure) {
    if (!(failure instanceof FileSystemException named) || named.getFile() == null) {
      return "";
    }
    return named.getOtherFile() == null
        ? named.getFile() + ": "
        : named.getFile() + " -> " + named.getOtherFile() + ": ";
  }

  private static String remedy(String reason) {
    return switch (reason) {
      case "No space left on device" -> "free some space there and run the sync again";
      case "Disk quota exceeded" -> "free some space or raise the quota, and run the sync again";
      case "Input/output error" -> "check the disk and run the sync again";
      case "Permission denied" -> "run as the owner of the mail";
      case "Read-only file system" -> "make it writable and run the sync again";
      default -> "correct the location, or what is there, and run the sync again";
    };
  }
}

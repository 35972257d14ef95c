package dev.dovetail.failure;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Says why a file operation failed; Java's own exceptions often hold nothing but the path. */
public final class FileReason {
  private FileReason() {}

  /** The system's words, without the path: {@code No such file or directory}. */
  public static String of(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "No such file or directory";
    }
    if (failure instanceof AccessDeniedException) {
      return "Permission denied";
    }
    if (failure instanceof NotDirectoryException) {
      return "Not a directory";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "File exists";
    }
    if (failure instanceof DirectoryNotEmptyException) {
      return "Directory not empty";
    }
    String reason =
        failure instanceof FileSystemException file ? file.getReason() : failure.getMessage();
    return reason == null ? failure.getClass().getSimpleName() : reason;
  }
}

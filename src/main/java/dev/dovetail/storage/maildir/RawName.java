package dev.dovetail.storage.maildir;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * File names as strings with one character per byte. Java's own strings lose the bytes of a name
 * that is not valid in the platform's encoding; its URIs do not.
 */
final class RawName {
  private static final int ASCII = 0x80;

  private RawName() {}

  /** The last component of {@code path}. */
  static String of(Path path) {
    // Not getFileName(): of a whole directory it costs more than the directory.
    String all = path.toString();
    String name = all.substring(all.lastIndexOf('/') + 1);
    return isAscii(name) ? name : bytesOf(path);
  }

  static Path resolve(Path directory, String name) {
    return isAscii(name)
        ? directory.resolve(name)
        : Path.of(URI.create(directoryUri(directory) + percentEncoded(name)));
  }

  private static boolean isAscii(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) >= ASCII) {
        return false;
      }
    }
    return true;
  }

  private static String bytesOf(Path path) {
    String encoded = path.toUri().getRawPath();
    int end = encoded.endsWith("/") ? encoded.length() - 1 : encoded.length();
    StringBuilder name = new StringBuilder();
    for (int i = encoded.lastIndexOf('/', end - 1) + 1; i < end; i++) {
      if (encoded.charAt(i) == '%') {
        name.append((char) HexFormat.fromHexDigits(encoded, i + 1, i + 3));
        i += 2;
      } else {
        name.append(encoded.charAt(i));
      }
    }
    return name.toString();
  }

  private static String directoryUri(Path directory) {
    String uri = directory.toUri().toString();
    return uri.endsWith("/") ? uri : uri + "/";
  }

  private static String percentEncoded(String name) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.ISO_8859_1)) {
      encoded.append('%').append(HexFormat.of().toHexDigits(b));
    }
    return encoded.toString();
  }
}

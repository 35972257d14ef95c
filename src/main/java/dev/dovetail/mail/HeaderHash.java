package dev.dovetail.mail;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A hash of a few header fields, by which two ends recognise a mail when one of them cannot keep
 * GUIDs (dsync-protocol 6.3).
 */
public final class HeaderHash {

  /** The hash of a mail that has none of the fields. */
  public static final String EMPTY = "68b329da9893e34099c7d8ad5cb9c940";

  /** Longest header line that is looked at; the rest of a longer one does not count. */
  private static final int MAX_LINE = 1 << 20;

  private final List<String> fields;
  private final int version;

  /**
   * @param fields names of the fields that count; case does not matter
   * @param version how bytes are normalised, 1 to 4
   */
  public HeaderHash(List<String> fields, int version) {
    this.fields = List.copyOf(fields);
    this.version = version;
  }

  /** Reads the header of {@code mail}, and returns 32 lower-case hexadecimal digits. */
  public String of(InputStream mail) throws IOException {
    InputStream in = new BufferedInputStream(mail);
    MessageDigest md5 = md5();
    Normaliser out = new Normaliser(md5);
    boolean counts = false;
    for (byte[] line = readLine(in); line != null && line.length > 0; line = readLine(in)) {
      if (line[0] != ' ' && line[0] != '\t') {
        counts = isWanted(line);
      }
      if (counts) {
        out.write(line);
        out.write('\n');
      }
    }
    out.write('\n');
    return HexFormat.of().formatHex(md5.digest());
  }

  private boolean isWanted(byte[] line) {
    int colon = 0;
    while (colon < line.length && line[colon] != ':') {
      colon++;
    }
    if (colon == line.length) {
      return false;
    }
    String name = new String(line, 0, colon, StandardCharsets.ISO_8859_1).stripTrailing();
    for (String field : fields) {
      if (field.equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }

  /** The next line without its end; null at the end of the mail. */
  private static byte[] readLine(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(120);
    int next = in.read();
    if (next < 0) {
      return null;
    }
    for (; next >= 0 && next != '\n'; next = in.read()) {
      if (line.size() < MAX_LINE) {
        line.write(next);
      }
    }
    byte[] bytes = line.toByteArray();
    boolean endsWithCr = bytes.length > 0 && bytes[bytes.length - 1] == '\r' && next == '\n';
    return endsWithCr ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no MD5", e);
    }
  }

  /** Passes bytes on as the version has it. */
  private final class Normaliser {
    private final MessageDigest digest;
    private boolean lastWasQuestionMark;

    Normaliser(MessageDigest digest) {
      this.digest = digest;
    }

    void write(byte[] bytes) {
      for (byte value : bytes) {
        write(value & 0xff);
      }
    }

    void write(int value) {
      if (version == 1) {
        digest.update((byte) value);
        return;
      }
      boolean isSpace = value == '\n' || value == '\t' || value == ' ';
      if (!isSpace && (value < 0x20 || value >= 0x7f || value == '?')) {
        if (!lastWasQuestionMark) {
          digest.update((byte) '?');
        }
        lastWasQuestionMark = true;
        return;
      }
      lastWasQuestionMark = false;
      if (value == ' ' && version >= 3 || value == '\t' && version >= 4) {
        return;
      }
      digest.update((byte) value);
    }
  }
}

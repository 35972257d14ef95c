package dev.dovetail.os;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Numbers of the users and groups in {@code /etc/passwd} and {@code /etc/group}. */
public final class Accounts {

  private static final long LARGEST = 0xffff_fffeL;

  private Accounts() {}

  /**
   * The number of a user or group.
   *
   * @param text a number, or a name
   * @return -1 if there is no such name
   */
  public static long number(String text, boolean group) throws IOException {
    long number = parse(text);
    if (number >= 0) {
      return number;
    }
    String file = group ? "/etc/group" : "/etc/passwd";
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new FileInputStream(file), StandardCharsets.ISO_8859_1))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] fields = line.split(":", -1);
        if (fields.length > 2 && fields[0].equals(text)) {
          return parse(fields[2]);
        }
      }
    }
    return -1;
  }

  private static long parse(String text) {
    try {
      long number = Long.parseLong(text);
      return number > LARGEST ? -1 : number;
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}

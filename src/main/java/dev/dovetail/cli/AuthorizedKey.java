package dev.dovetail.cli;

import dev.dovetail.cli.line.OptionTable;
import dev.dovetail.cli.line.ParsedLine;
import dev.dovetail.cli.line.ParsedLine.Given;
import dev.dovetail.cli.line.ShellWords;
import dev.dovetail.failure.FileReason;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The line of {@code authorized_keys} that binds a key to {@code dsync-server --forced-command} and
 * takes everything else from it.
 */
final class AuthorizedKey {
  private static final Pattern KEY_TYPE =
      Pattern.compile("(sk-)?(ssh|ecdsa)-[a-z0-9-]+(@openssh\\.com)?");

  private AuthorizedKey() {}

  /**
   * @param file with one public key
   * @param line whose options, other than {@code --print-authorized-key}, the key gets
   * @param program the full path of the program that sshd is to run
   */
  static String line(Path file, ParsedLine line, String program) throws SyncException {
    String key = key(file);
    StringBuilder command = new StringBuilder(ShellWords.quoted(program));
    for (Given given : line.globals()) {
      append(command, given);
    }
    command.append(' ').append(OptionTable.DSYNC_SERVER);
    command.append(" --").append(OptionTable.FORCED_COMMAND);
    for (Given given : line.options()) {
      String name = given.option().name();
      if (!name.equals(OptionTable.PRINT_AUTHORIZED_KEY)
          && !name.equals(OptionTable.FORCED_COMMAND)) {
        append(command, given);
      }
    }
    return "restrict,command=\"" + command.toString().replace("\"", "\\\"") + "\" " + key;
  }

  private static void append(StringBuilder command, Given given) {
    command.append(' ').append(given.option().display());
    if (given.option().takesValue()) {
      command.append(' ').append(ShellWords.quoted(given.value()));
    }
  }

  private static String key(Path file) throws SyncException {
    List<String> lines = lines(file).stream().filter(l -> !l.isBlank()).toList();
    if (lines.size() == 1) {
      String key = lines.get(0).strip();
      String[] words = key.split(" +", 3);
      if (words.length > 1 && KEY_TYPE.matcher(words[0]).matches() && isKey(words[1], words[0])) {
        return key;
      }
    }
    boolean secret = !lines.isEmpty() && lines.get(0).contains("PRIVATE KEY");
    throw new SyncException(
        Grade.NOT_POSSIBLE,
        file
            + (secret
                ? " is a private key, which stays where it is; give the file that ends with .pub"
                : " is not one public key as ssh-keygen writes it, type, key and comment"));
  }

  /** A key's bytes begin with its type once more. */
  private static boolean isKey(String text, String type) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      String named =
          bytes.length < 4 + type.length()
              ? ""
              : new String(bytes, 4, type.length(), StandardCharsets.US_ASCII);
      return named.equals(type);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static List<String> lines(Path file) throws SyncException {
    try {
      return Files.readAllLines(file);
    } catch (MalformedInputException e) {
      return List.of();
    } catch (IOException e) {
      throw new SyncException(Grade.TEMPORARY, "Cannot read " + file + ": " + FileReason.of(e), e);
    }
  }
}

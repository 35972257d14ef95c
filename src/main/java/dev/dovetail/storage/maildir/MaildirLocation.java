package dev.dovetail.storage.maildir;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the parts of one user's Maildir tree are: the keys of {@code mail_location}, all variables
 * expanded and all paths absolute (storage-formats 1.1).
 *
 * @param inbox {@code INBOX=}
 * @param index {@code INDEX=}, never {@code MEMORY}
 * @param control {@code CONTROL=}
 * @param volatileDirectory {@code VOLATILEDIR=}
 * @param directoryName {@code DIRNAME=} or {@code FULLDIRNAME=}
 * @param fullDirectoryName whether {@code directoryName} is used in the index and control trees too
 * @param subscriptionsFileName {@code SUBSCRIPTIONS=}
 * @param utf8 whether names on disk are UTF-8 instead of modified UTF-7
 * @param escapeCharacter the storage escape character of the listescape plugin
 * @param brokenCharacter {@code BROKENCHAR=}
 * @param validateNames false for {@code NO-FS-VALIDATION}
 */
public record MaildirLocation(
    Path root,
    Optional<Path> inbox,
    Optional<Path> index,
    Optional<Path> control,
    Optional<Path> volatileDirectory,
    TreeLayout layout,
    Optional<String> directoryName,
    boolean fullDirectoryName,
    String subscriptionsFileName,
    boolean utf8,
    Optional<Character> escapeCharacter,
    Optional<Character> brokenCharacter,
    boolean validateNames) {

  /** {@code LAYOUT=}, as far as Maildir is served with it. */
  public enum TreeLayout {
    MAILDIR_PLUS_PLUS,
    FS
  }

  /** A Maildir++ tree with all its parts below {@code root}. */
  public static MaildirLocation of(Path root) {
    return new MaildirLocation(
        root,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        TreeLayout.MAILDIR_PLUS_PLUS,
        Optional.empty(),
        false,
        "subscriptions",
        false,
        Optional.empty(),
        Optional.empty(),
        true);
  }
}

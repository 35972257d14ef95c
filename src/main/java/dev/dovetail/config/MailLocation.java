package dev.dovetail.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a user's mail is: {@code mail_location} of 2.3, {@code mail_path} and its family of 2.4,
 * with variables expanded, the driver detected and all paths absolute (storage-formats 1.1, 1.2).
 *
 * @param driver {@code maildir}, {@code sdbox}, {@code mdbox}, or another of Dovecot's drivers that
 *     the store has to refuse; never {@code auto} or {@code dbox}
 * @param index {@code INDEX=}; empty with {@code INDEX=MEMORY}
 * @param indexInMemory {@code INDEX=MEMORY}
 * @param layout {@code maildir++}, {@code fs}, {@code index}, {@code imapdir} or {@code none}
 * @param directoryName {@code DIRNAME=} or {@code FULLDIRNAME=}
 * @param fullDirectoryName whether {@code directoryName} is used in the index and control trees too
 * @param mailboxesDirectory {@code MAILBOXDIR=}
 * @param subscriptionsFileName {@code SUBSCRIPTIONS=}
 * @param listIndexName {@code LISTINDEX=}
 * @param alternative {@code ALT=}
 * @param checkAlternative false for {@code ALTNOCHECK}
 * @param brokenCharacter {@code BROKENCHAR=}
 * @param escapeCharacter the storage escape character of the listescape plugin
 * @param iterateIndex {@code ITERINDEX}
 * @param dropNoselect {@code NO-NOSELECT}
 * @param validateNames false for {@code NO-FS-VALIDATION}
 */
public record MailLocation(
    String driver,
    Path root,
    Optional<Path> inbox,
    Optional<Path> index,
    boolean indexInMemory,
    Optional<Path> indexPrivate,
    Optional<Path> indexCache,
    Optional<Path> control,
    Optional<Path> volatileDirectory,
    String layout,
    Optional<String> directoryName,
    boolean fullDirectoryName,
    Optional<String> mailboxesDirectory,
    String subscriptionsFileName,
    Optional<String> listIndexName,
    Optional<Path> alternative,
    boolean checkAlternative,
    boolean utf8,
    Optional<Character> brokenCharacter,
    Optional<Character> escapeCharacter,
    boolean iterateIndex,
    boolean dropNoselect,
    boolean validateNames) {

  /** {@code driver:root}, for messages. */
  @Override
  public String toString() {
    return driver + ":" + root;
  }
}

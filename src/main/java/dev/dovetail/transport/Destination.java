package dev.dovetail.transport;

import dev.dovetail.failure.SyncException;
import java.util.List;

/** Where the other end of a sync is, as the command line or {@code mail_replica} names it. */
public sealed interface Destination {

  /** Another store of the same user: {@code driver:path…}. */
  record MailLocation(String location) implements Destination {}

  /** A command to execute, server word included. */
  record Command(List<String> words) implements Destination {
    public Command {
      words = List.copyOf(words);
    }
  }

  /**
   * {@code remote:[login@]host} and {@code remoteprefix:[login@]host}.
   *
   * @param text behind the colon, for messages
   * @param login empty without {@code @}
   * @param prefixed whether the user's name is written to the command's stdin first
   */
  record Remote(String text, String login, String host, boolean prefixed) implements Destination {}

  /**
   * {@code tcp:host[:port]} and {@code tcps:host[:port]}.
   *
   * @param text behind the colon, for messages
   * @param port 0 if {@code doveadm_port} is meant
   */
  record Server(String text, String host, int port, boolean tls) implements Destination {}

  /** {@code tcp:/path}. */
  record ServerSocket(String path) implements Destination {}

  /**
   * Reads the words behind the options, or the one word of {@code mail_replica} (doveadm-interfaces
   * 1.6).
   *
   * @param words at least one
   * @param serverWord appended to commands: {@code dsync-server}, or {@code server} for the {@code
   *     dsync} alias
   * @param template {@code dsync_remote_cmd}
   * @param user the mail user of the run; empty if there was no user database look-up
   * @throws SyncException if the words name nothing that can be reached
   */
  static Destination parse(
      List<String> words, String serverWord, CommandTemplate template, String user)
      throws SyncException {
    return DestinationParser.parse(words, serverWord, template, user);
  }
}

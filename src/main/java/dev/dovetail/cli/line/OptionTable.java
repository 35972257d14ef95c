package dev.dovetail.cli.line;

import dev.dovetail.cli.line.Option.ValueKind;
import java.util.ArrayList;
import java.util.List;

/**
 * Every command and every option, once (doveadm-interfaces 1.1, 1.3, 1.4, 1.8 to 1.10). Entries are
 * made when they are asked for: a run pays for the one command that was typed.
 */
public final class OptionTable {

  /** The commands, in the order of the usage list. */
  public static final List<String> COMMANDS =
      List.of(
          "backup",
          "config",
          "dsync-server",
          "help",
          "replicator add",
          "replicator dsync-status",
          "replicator remove",
          "replicator replicate",
          "replicator run",
          "replicator status",
          "server",
          "sync",
          "user",
          "version");

  public static final String SYNC = "sync";
  public static final String BACKUP = "backup";
  public static final String DSYNC_SERVER = "dsync-server";
  public static final String CONFIG = "config";
  public static final String USER = "user";
  public static final String SERVER = "server";
  static final String REPLICATOR = "replicator";
  public static final String REPLICATOR_ADD = "replicator add";
  public static final String REPLICATOR_DSYNC_STATUS = "replicator dsync-status";
  public static final String REPLICATOR_REMOVE = "replicator remove";
  public static final String REPLICATOR_REPLICATE = "replicator replicate";
  public static final String REPLICATOR_RUN = "replicator run";
  public static final String REPLICATOR_STATUS = "replicator status";
  public static final String HELP = "help";
  public static final String VERSION = "version";

  public static final String FORCED_COMMAND = "forced-command";
  public static final String ALLOW_USERS = "allow-users";
  public static final String PRINT_AUTHORIZED_KEY = "print-authorized-key";

  private static final String SYNC_OPTIONS =
      "[-l <secs>] [-r <rawlog path>] [-m <mailbox>] [-g <mailbox guid>] [-n <namespace> | -N]"
          + " [-x <exclude>] [-a <all mailbox>] [-s <state>] [-T <secs>] [-t <start date>]"
          + " [-e <end date>] [-O <sync flag>] [-I <max size>] -d|<dest>";

  private OptionTable() {}

  /** The options that stand before the command; they have no long names. */
  public static List<Option> globalOptions() {
    return List.of(
        flag('D', "", "show debug messages, with time stamps"),
        flag('v', "", "say what was done"),
        value('f', "", "formatter", "how to print results: flow, tab, table, pager, json")
            .completedBy(ValueKind.FORMATTER),
        flag('h', "", "leave out title lines"),
        value('c', "", "file", "configuration file, instead of /etc/dovecot/dovecot.conf")
            .completedBy(ValueKind.FILE),
        value('i', "", "instance name", "use the configuration of this Dovecot instance"),
        value('o', "", "setting=value", "override one setting; may be repeated"),
        flag('O', "", "do not read the configuration"),
        flag('k', "", "let remote commands have the whole environment"),
        flag('L', "", "log where the configuration says, not to standard error"));
  }

  /** The words that commands begin with, each once. */
  public static List<String> firstWords() {
    List<String> words = new ArrayList<>();
    for (String name : COMMANDS) {
      String word = name.contains(" ") ? name.substring(0, name.indexOf(' ')) : name;
      if (!words.contains(word)) {
        words.add(word);
      }
    }
    return words;
  }

  /** The second words of the commands that begin with this one; empty if it is a command itself. */
  public static List<String> secondWords(String first) {
    List<String> words = new ArrayList<>();
    for (String name : COMMANDS) {
      if (name.startsWith(first + " ")) {
        words.add(name.substring(first.length() + 1));
      }
    }
    return words;
  }

  /**
   * The command of this name.
   *
   * @return null if there is none
   */
  public static Command command(String name) {
    return switch (name) {
      case SYNC ->
          new Command(
              SYNC,
              "[-1fPRU] " + SYNC_OPTIONS,
              "make two copies of a user's mail the same",
              syncOptions(true),
              true);
      case BACKUP ->
          new Command(
              BACKUP,
              "[-fPRU] " + SYNC_OPTIONS,
              "make the destination an exact copy",
              syncOptions(false),
              true);
      case DSYNC_SERVER ->
          new Command(
              DSYNC_SERVER,
              "[-E] [-r <rawlog path>] [-T <timeout secs>] [-U]",
              "be the other end of a sync, on standard input and output",
              serverOptions(),
              false);
      case CONFIG ->
          new Command(
              CONFIG,
              "[-n] [<setting or section> [...]]",
              "print the configuration as it was understood, with files and lines",
              List.of(
                  flag('n', "non-defaults", "leave out settings that nothing sets"),
                  flag('\0', "help", "explain this command")),
              false);
      case USER ->
          new Command(
              USER,
              "[-a <userdb socket path>] [-x <auth info>] [-f field] [-e <value>] [-u] <user mask>"
                  + " [<user mask> [...]]",
              "list users, or show what is known of them",
              lookupOptions(),
              false);
      case SERVER ->
          new Command(
              SERVER,
              "",
              "be the doveadm server that tcp: and tcps: destinations reach",
              List.of(flag('\0', "help", "explain this command")),
              false);
      case REPLICATOR_ADD ->
          replicator(name, "<user mask>", "have the replicator look after more users");
      case REPLICATOR_DSYNC_STATUS ->
          replicator(name, "", "show what the replicator's syncs are doing");
      case REPLICATOR_REMOVE -> replicator(name, "<username>", "have the replicator forget a user");
      case REPLICATOR_REPLICATE ->
          replicator(
              name,
              "[-f] [-p <priority>] <user mask>",
              "have users synced now",
              flag('f', "full", "look at every mail of every mailbox"),
              value('p', "priority", "priority", "how soon: low, high, sync; none: not at all")
                  .completedBy(ValueKind.PRIORITY));
      case REPLICATOR_RUN ->
          new Command(
              name,
              "",
              "keep all users in sync with their replicas",
              List.of(flag('\0', "help", "explain this command")),
              false);
      case REPLICATOR_STATUS ->
          replicator(
              name,
              "[<user mask>]",
              "show the replicator's queue, or its users",
              flag('\0', "json", "print all that is known of the users, as JSON"),
              flag('\0', "check", "one line for monitoring; exit with 0, 1 or 2"));
      case HELP -> new Command(HELP, "[<cmd>]", "explain a command", List.of(), true);
      case VERSION -> new Command(VERSION, "", "print the version", List.of(), true);
      default -> null;
    };
  }

  private static Command replicator(
      String name, String usage, String summary, Option... ownOptions) {
    List<Option> options = new ArrayList<>();
    options.add(
        value('a', "socket-path", "replicator socket path", "ask the replicator at this socket")
            .completedBy(ValueKind.FILE));
    options.addAll(List.of(ownOptions));
    options.add(flag('\0', "help", "explain this command"));
    String socket = "[-a <replicator socket path>] ";
    return new Command(name, (socket + usage).strip(), summary, List.copyOf(options), false);
  }

  private static List<Option> syncOptions(boolean twoWay) {
    List<Option> options = new ArrayList<>(32);
    addUserOptions(options);
    options.add(flag('f', "full-sync", "look at every mail of every mailbox"));
    options.add(flag('P', "purge-remote", "purge the destination's storage afterwards"));
    options.add(
        flag('R', "reverse-sync", "with backup or -1: from the destination to here instead"));
    options.add(flag('U', "replicator-notify", "the run was started by a replicator"));
    options.add(value('l', "lock-timeout", "secs", "lock the user; wait this long for the lock"));
    options.add(
        value('r', "rawlog", "rawlog path", "write the dsync stream to this file")
            .completedBy(ValueKind.FILE));
    options.add(value('m', "mailbox", "mailbox", "only this mailbox; empty: no mails at all"));
    options.add(value('g', "mailbox-guid", "mailbox guid", "only the mailbox with this GUID"));
    options.add(value('n', "namespace", "namespace", "only this namespace; may be repeated"));
    options.add(flag('N', "all-namespaces", "all visible namespaces"));
    options.add(
        value('x', "exclude-mailbox", "exclude", "leave out these mailboxes; may be repeated"));
    options.add(value('a', "all-mailbox", "all mailbox", "virtual mailbox to copy mails from"));
    options.add(value('s', "state", "state", "go on from this state; prints the next one"));
    options.add(value('t', "sync-since-time", "start date", "skip mails received earlier"));
    options.add(value('e', "sync-until-time", "end date", "skip mails received later"));
    options.add(
        value('O', "sync-flags", "sync flag", "only mails with this flag; -flag: without it")
            .completedBy(ValueKind.FLAG));
    options.add(value('I', "sync-max-size", "max size", "skip bigger mails"));
    options.add(value('T', "timeout", "secs", "give up after this long without progress"));
    options.add(flag('d', "default-destination", "the destination is the user's mail_replica"));
    options.add(flag('E', "legacy-dsync", "remote commands get the word server appended"));
    if (twoWay) {
      options.add(flag('1', "oneway-sync", "add to the destination only, and keep what it has"));
    }
    options.add(
        value('\0', "jobs", "number", "with -A, -F and masks: so many users at the same time"));
    options.add(flag('\0', "help", "explain this command"));
    return List.copyOf(options);
  }

  private static List<Option> serverOptions() {
    return List.of(
        value('u', "user", "user", "the user whose mail is served"),
        flag('E', "legacy-dsync", "accepted from the dsync alias"),
        value('r', "rawlog", "rawlog path", "write the dsync stream to this file")
            .completedBy(ValueKind.FILE),
        value('T', "timeout", "timeout secs", "give up after this long without progress"),
        flag('U', "replicator-notify", "tell this host's replicator after success"),
        flag('\0', FORCED_COMMAND, "be the command that sshd runs for a key, and no other"),
        value('\0', ALLOW_USERS, "mask", "for these users only; may be repeated"),
        value('\0', PRINT_AUTHORIZED_KEY, "key file", "print the line for authorized_keys")
            .completedBy(ValueKind.FILE),
        flag('\0', "help", "explain this command"));
  }

  private static List<Option> lookupOptions() {
    return List.of(
        value('a', "socket-path", "userdb socket path", "ask the auth process at this socket")
            .completedBy(ValueKind.FILE),
        value('x', "auth-info", "auth info", "name=value of a login to suppose; may be repeated"),
        value('f', "field", "field", "print the value of this field only"),
        value('e', "expand-field", "value", "expand the variables in this text and print it"),
        flag('u', "userdb-only", "print what the user database says, without the configuration"),
        flag('\0', "help", "explain this command"));
  }

  private static void addUserOptions(List<Option> options) {
    options.add(flag('A', "all-users", "every user the user database lists"));
    options.add(
        value('S', "socket-path", "socket path", "let the doveadm server at this socket do it")
            .completedBy(ValueKind.FILE));
    options.add(value('u', "user", "user", "this user, or all users that match a mask"));
    options.add(
        value('F', "user-file", "file", "the users in this file, one a line; -: standard input")
            .completedBy(ValueKind.FILE));
  }

  private static Option flag(char letter, String name, String summary) {
    return new Option(letter, name, "", summary, ValueKind.NONE);
  }

  private static Option value(char letter, String name, String argument, String summary) {
    return new Option(letter, name, argument, summary, ValueKind.NONE);
  }
}

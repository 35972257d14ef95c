package dev.dovetail.cli;

import dev.dovetail.brain.Direction;
import dev.dovetail.brain.SyncRequest;
import dev.dovetail.brain.SyncScope;
import dev.dovetail.cli.UserSelection.Kind;
import dev.dovetail.cli.line.OptionValue;
import dev.dovetail.cli.line.ParsedLine.Given;
import dev.dovetail.cli.line.UsageException;
import dev.dovetail.mail.Guid128;
import dev.dovetail.session.LinkOptions;
import dev.dovetail.userdb.UserMask;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The options of {@code sync} and {@code backup} with their meaning (doveadm-interfaces 1.4). */
final class SyncArguments {
  private final long now;
  private Optional<String> server = Optional.empty();
  private UserSelection users = new UserSelection(Kind.CALLING, "");
  private int jobs;
  private boolean oneWay;
  private boolean full;
  private boolean reverse;
  private boolean purge;
  private boolean notify;
  private boolean defaultDestination;
  private boolean legacy;
  private boolean help;
  private Optional<String> state = Optional.empty();
  private Optional<String> mailbox = Optional.empty();
  private Optional<Guid128> mailboxGuid = Optional.empty();
  private boolean noMails;
  private final List<String> namespaces = new ArrayList<>();
  private boolean allNamespaces;
  private final List<String> exclude = new ArrayList<>();
  private Optional<String> allMailbox = Optional.empty();
  private long lockTimeout;
  private long timeout = LinkOptions.DEFAULT_TIMEOUT;
  private String rawlog = "";
  private long since;
  private long until;
  private long maxSize;
  private Optional<String> flags = Optional.empty();

  private SyncArguments(long now) {
    this.now = now;
  }

  /**
   * @param now seconds since the epoch
   */
  static SyncArguments of(List<Given> options, long now) throws UsageException {
    SyncArguments arguments = new SyncArguments(now);
    for (Given given : options) {
      char letter = given.option().letter();
      if (letter == 0) {
        arguments.takeLong(given.option().name(), given.value());
      } else if (given.option().takesValue()) {
        arguments.takeValue(letter, given.value());
      } else {
        arguments.takeFlag(letter);
      }
    }
    return arguments;
  }

  private void takeLong(String name, String value) throws UsageException {
    switch (name) {
      case "jobs" -> jobs = OptionValue.jobs(value);
      case "help" -> help = true;
      default -> throw new IllegalStateException("Not handled: --" + name);
    }
  }

  private void takeFlag(char letter) {
    switch (letter) {
      case 'A' -> users = new UserSelection(Kind.ALL, "");
      case '1' -> oneWay = true;
      case 'f' -> full = true;
      case 'R' -> reverse = true;
      case 'P' -> purge = true;
      case 'N' -> allNamespaces = true;
      case 'd' -> defaultDestination = true;
      case 'E' -> legacy = true;
      case 'U' -> notify = true;
      default -> throw new IllegalStateException("Not handled: -" + letter);
    }
  }

  private void takeValue(char letter, String value) throws UsageException {
    switch (letter) {
      case 'u', 'F' -> takeUsers(letter, value);
      case 'S' -> server = Optional.of(value);
      case 'l' -> lockTimeout = OptionValue.seconds(letter, value);
      case 'T' -> timeout = OptionValue.seconds(letter, value);
      case 'r' -> rawlog = value;
      case 'm' -> takeMailbox(value);
      case 'g' -> takeMailboxGuid(value);
      case 'n' -> namespaces.add(value);
      case 'x' -> exclude.add(value);
      case 'a' -> allMailbox = Optional.of(value);
      case 's' -> state = Optional.of(value);
      case 't' -> since = OptionValue.date(letter, value, now);
      case 'e' -> until = OptionValue.date(letter, value, now);
      case 'O' -> flags = Optional.of(OptionValue.flag(value)).filter(flag -> !flag.isEmpty());
      case 'I' -> maxSize = OptionValue.size(value);
      default -> throw new IllegalStateException("Not handled: -" + letter);
    }
  }

  private void takeUsers(char letter, String value) {
    Kind kind = letter == 'F' ? Kind.FILE : UserMask.isMask(value) ? Kind.MASK : Kind.ONE;
    users = new UserSelection(kind, value);
  }

  private void takeMailbox(String name) {
    mailbox = name.isEmpty() ? Optional.empty() : Optional.of(name);
    noMails = noMails || name.isEmpty();
  }

  private void takeMailboxGuid(String guid) throws UsageException {
    mailboxGuid = guid.isEmpty() ? Optional.empty() : Optional.of(OptionValue.guid(guid));
    noMails = noMails || guid.isEmpty();
  }

  /** The doveadm server that is to run the command. */
  Optional<String> server() {
    return server;
  }

  UserSelection users() {
    return users;
  }

  /** 0 if not given. */
  int jobs() {
    return jobs;
  }

  boolean help() {
    return help;
  }

  boolean defaultDestination() {
    return defaultDestination;
  }

  /** The word that remote commands get appended. */
  String serverWord() {
    return legacy ? "server" : "dsync-server";
  }

  boolean wantsState() {
    return state.isPresent();
  }

  /** Whether the other end shall tell its replicator. */
  boolean notifiesReplicator() {
    return notify;
  }

  /** Seconds without progress before giving up. */
  long timeout() {
    return timeout;
  }

  boolean allNamespaces() {
    return allNamespaces;
  }

  boolean startsAfterItsEnd() {
    return until != 0 && since > until;
  }

  /** Whether {@code -R} was given where it has no meaning. */
  boolean reversesNothing(boolean backup) {
    return reverse && !backup && !oneWay;
  }

  SyncRequest request(boolean backup, boolean debug) {
    return new SyncRequest(
        direction(backup), full, state, scope(), allMailbox, lockTimeout, purge, debug);
  }

  private SyncScope scope() {
    return new SyncScope(
        List.copyOf(namespaces),
        allNamespaces,
        mailbox,
        mailboxGuid,
        noMails,
        List.copyOf(exclude),
        since,
        until,
        maxSize,
        flags);
  }

  LinkOptions linkOptions(boolean otherHost) {
    return new LinkOptions(timeout, rawlog, otherHost);
  }

  private Direction direction(boolean backup) {
    if (backup) {
      return reverse ? Direction.REVERSE_BACKUP : Direction.BACKUP;
    }
    if (oneWay) {
      return reverse ? Direction.ADD_FROM_REMOTE : Direction.ADD_TO_REMOTE;
    }
    return Direction.TWO_WAY;
  }
}

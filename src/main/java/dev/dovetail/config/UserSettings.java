package dev.dovetail.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What is configured for one user, variables expanded. Immutable. */
public interface UserSettings {

  String username();

  /** Absolute; empty if neither the user database nor {@code mail_home} has one. */
  Optional<Path> home();

  /** From the user database or {@code mail_uid}; empty: the calling user's. */
  OptionalLong uid();

  /** From the user database or {@code mail_gid}; empty: the calling user's. */
  OptionalLong gid();

  /**
   * The global mail location.
   *
   * @throws ConfigException if it is wrong, or no mail is found where none is configured
   */
  MailLocation mailLocation() throws ConfigException;

  /** {@code mail_location} as text, variables expanded; empty if it has to be detected. */
  String mailLocationText();

  /** Enabled namespaces in order; exactly one has {@code inbox}. */
  List<NamespaceSettings> namespaces() throws ConfigException;

  /** The one that holds INBOX. */
  NamespaceSettings inboxNamespace() throws ConfigException;

  /**
   * The same user with another mail location, {@code driver:path…}: the destination of a local
   * sync.
   */
  UserSettings withMailLocation(String location) throws ConfigException;

  /** A plugin setting, user database fields included; never expanded. */
  Optional<String> plugin(String name);

  /** {@code mail_replica}. */
  Optional<String> mailReplica();

  /** {@code optimized}, {@code never} or {@code always}. */
  String mailFsync();

  /** {@code fcntl}, {@code flock} or {@code dotlock}. */
  String lockMethod();

  boolean mailSaveCrlf();

  boolean mailboxListIndex();

  /** {@code mail_attribute_dict}, expanded; empty: no attributes. */
  String mailAttributeDict();

  /** {@code mail_log_prefix}, expanded for the service {@code doveadm} with this session. */
  String mailLogPrefix(String session) throws ConfigException;

  /** The settings that this view was made from, with the user's own values. */
  Settings settings();
}

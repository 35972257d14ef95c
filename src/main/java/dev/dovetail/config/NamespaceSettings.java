package dev.dovetail.config;

import java.util.List;
import java.util.Optional;

/**
 * A namespace of one user, variables expanded (doveadm-interfaces 6.3).
 *
 * @param name the section's name; empty for an unnamed one
 * @param type {@code private}, {@code shared} or {@code public}
 * @param prefix part of the full mailbox names, separator at its end included
 * @param separator never absent: the layout's own where none is configured
 * @param list {@code yes}, {@code no} or {@code children}
 * @param aliasFor the prefix (2.4: or name) of the namespace that this one is an alias of
 * @param ownLocation empty if the global mail location serves it
 * @param mailboxes in the order of the file
 */
public record NamespaceSettings(
    String name,
    String type,
    String prefix,
    char separator,
    boolean inbox,
    boolean hidden,
    String list,
    boolean subscriptions,
    Optional<String> aliasFor,
    Optional<MailLocation> ownLocation,
    int order,
    List<MailboxSettings> mailboxes) {

  /**
   * Whether other users' mailboxes appear below it one by one, when somebody opens them: the prefix
   * is {@code shared/%u/} for 2.3 and {@code shared/$user/} for 2.4.
   */
  public boolean isTemplate() {
    return fixedPrefix().length() < prefix.length();
  }

  /** Whether {@code alias_for} means this one: 2.3 writes the prefix there. */
  boolean isCalled(String alias) {
    return prefix.equals(alias) || !name.isEmpty() && name.equals(alias);
  }

  /** What of the prefix does not depend on whose mailboxes are shared; else all of it. */
  public String fixedPrefix() {
    int variable = 0;
    while (variable < prefix.length() && "%$".indexOf(prefix.charAt(variable)) < 0) {
      variable++;
    }
    return type.equals("shared") ? prefix.substring(0, variable) : prefix;
  }

  /**
   * The full name of the mailbox with a special use such as {@code \Trash}, compared as IMAP does.
   */
  public Optional<String> specialUse(String flag) {
    for (MailboxSettings mailbox : mailboxes) {
      for (String use : mailbox.specialUse()) {
        if (use.equalsIgnoreCase(flag)) {
          return Optional.of(prefix + mailbox.name());
        }
      }
    }
    return Optional.empty();
  }
}

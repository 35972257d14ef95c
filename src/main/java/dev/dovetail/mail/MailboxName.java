package dev.dovetail.mail;

import java.util.ArrayList;
import java.util.List;

/**
 * The full name of a mailbox: its components, parents first, namespace prefix included, Unicode, no
 * hierarchy separator. The user's INBOX is the single component {@code INBOX}, upper case.
 */
public record MailboxName(List<String> components) {

  public static final MailboxName INBOX = of("INBOX");

  public MailboxName {
    if (components.isEmpty()) {
      throw new IllegalArgumentException("A mailbox name has at least one component");
    }
    components = List.copyOf(components);
  }

  public static MailboxName of(String... components) {
    return new MailboxName(List.of(components));
  }

  /** Splits {@code fullName} at every {@code separator}; empty components are kept. */
  public static MailboxName split(String fullName, char separator) {
    List<String> components = new ArrayList<>();
    int start = 0;
    for (int end = fullName.indexOf(separator);
        end >= 0;
        end = fullName.indexOf(separator, start)) {
      components.add(fullName.substring(start, end));
      start = end + 1;
    }
    components.add(fullName.substring(start));
    return new MailboxName(components);
  }

  public String join(char separator) {
    return String.join(String.valueOf(separator), components);
  }

  public boolean isInbox() {
    return components.size() == 1 && components.get(0).equals("INBOX");
  }

  /** The name with {@code component} below it. */
  public MailboxName child(String component) {
    List<String> longer = new ArrayList<>(components);
    longer.add(component);
    return new MailboxName(longer);
  }

  // Every run puts names into maps, and what the compiler makes for a record takes long to link.
  @Override
  public boolean equals(Object other) {
    return other instanceof MailboxName name && components.equals(name.components);
  }

  @Override
  public int hashCode() {
    return components.hashCode();
  }

  /** For messages only: components joined by a slash. */
  @Override
  public String toString() {
    return join('/');
  }
}

package dev.dovetail.mail;

/**
 * The system flags of a message as bits of an {@code int}, the same on the wire and in the index.
 */
public final class Flags {
  public static final int ANSWERED = 0x01;
  public static final int FLAGGED = 0x02;
  public static final int DELETED = 0x04;
  public static final int SEEN = 0x08;
  public static final int DRAFT = 0x10;

  /** Never stored with a message: it follows from the mailbox's first recent UID. */
  public static final int RECENT = 0x20;

  /** The flags that a store keeps. */
  public static final int STORED = ANSWERED | FLAGGED | DELETED | SEEN | DRAFT;

  private Flags() {}
}

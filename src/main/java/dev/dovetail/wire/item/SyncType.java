package dev.dovetail.wire.item;

/** Which mailboxes and messages a sync looks at (dsync-protocol 4.2). */
public enum SyncType {
  /** Every message of every mailbox. */
  FULL('f'),
  /** Every message of the mailboxes whose counters differ. */
  CHANGED('c'),
  /** What changed since a saved state. */
  STATE('s');

  static final String LETTERS = "fcs";

  private final char letter;

  SyncType(char letter) {
    this.letter = letter;
  }

  public char letter() {
    return letter;
  }

  /** Null for 0, which stands for no value. */
  static SyncType ofLetter(char letter) {
    return letter == 0 ? null : letter == 'f' ? FULL : letter == 'c' ? CHANGED : STATE;
  }
}

package dev.dovetail.brain.mailbox;

/** What a peer hears of mails that vanished here, so that it keeps its own. */
enum Vanished {
  /** An expunge without GUID, which a Dovetail understands so. */
  TOLD,

  /**
   * An expunge of some other mail under the same UID. Dovecot, when it may only add, expunges what
   * it has below the last common UID and does not hear of; after this it looks for the common UID
   * no further, and gives its mail a new UID instead.
   */
  DENIED,

  /** Nothing: the peer has told what it has, or has nothing to lose. */
  LEFT_OUT
}

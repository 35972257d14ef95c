package dev.dovetail.interop;

/**
 * Something that happens to one end of a sync.
 *
 * @param at the call that it happens at, from 1, among those that change files of that end's store
 */
record Fault(End end, Kind kind, int at) {

  /** Whom it happens to. */
  enum End {
    INITIATOR,
    RESPONDER
  }

  /** What happens. */
  enum Kind {
    /** The process ends before the call. */
    KILL("kill"),
    /** The same, and of a write the first half is done. */
    TORN("torn"),
    /** The call fails. */
    ENOSPC("ENOSPC"),
    EIO("EIO"),
    /** The disk is full from now on: what needs no space goes on to work. */
    FULL("ENOSPC+"),
    /** Nothing can be changed from now on. */
    BROKEN("EIO+");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    boolean endsTheProcess() {
      return this == KILL || this == TORN;
    }

    /** The injector's word. */
    String word() {
      return word;
    }

    String errorText() {
      return this == ENOSPC || this == FULL ? "No space left on device" : "Input/output error";
    }
  }

  /** As it is named on the command line. */
  @Override
  public String toString() {
    return end + ":" + kind + ":" + at;
  }
}

package dev.dovetail.failure;

/** The other end has ended by itself, and it is known how. */
public final class OtherEndException extends SyncException {

  /**
   * @param message how it has ended
   */
  public OtherEndException(String message) {
    super(Grade.TEMPORARY, message);
  }
}

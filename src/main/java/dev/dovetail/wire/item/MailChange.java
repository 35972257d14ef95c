package dev.dovetail.wire.item;

import java.util.List;

/**
 * {@code C}: something happened to a message (dsync-protocol 3.7).
 *
 * @param guid null if unknown (only for an expunge), empty if the message has none
 * @param hdrHash null outside header hash mode
 * @param addFlags bits of {@link dev.dovetail.mail.Flags}; disjoint from {@code removeFlags}
 * @param finalFlags all flags that the message has now, \Recent included
 * @param receivedTimestamp seconds since the epoch; 0 if absent
 * @param virtualSize bytes with CRLF line ends; {@link #NO_SIZE} if not calculated; 0 if absent
 */
public record MailChange(
    Type type,
    long uid,
    String guid,
    String hdrHash,
    long modseq,
    long pvtModseq,
    int addFlags,
    int removeFlags,
    int finalFlags,
    boolean keywordsReset,
    List<KeywordChange> keywordChanges,
    long receivedTimestamp,
    long virtualSize)
    implements Item {

  /** What {@code virtual_size} holds in saves when no size limit is in use. */
  public static final long NO_SIZE = -1L;

  /** What happened. */
  public enum Type {
    SAVE('s'),
    EXPUNGE('e'),
    FLAG_CHANGE('f');

    private final char letter;

    Type(char letter) {
      this.letter = letter;
    }

    public char letter() {
      return letter;
    }
  }
}

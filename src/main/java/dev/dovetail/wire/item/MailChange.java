package dev.dovetail.wire.item;

import dev.dovetail.wire.FieldReader;
import dev.dovetail.wire.FieldWriter;
import dev.dovetail.wire.ItemKind;
import dev.dovetail.wire.ProtocolException;
import java.util.ArrayList;
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

  private static final int MAX_FLAGS = 0xff;

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

    static Type ofLetter(char letter) {
      return letter == 's' ? SAVE : letter == 'e' ? EXPUNGE : FLAG_CHANGE;
    }
  }

  /**
   * An expunge.
   *
   * @param guid null if it is not known. Between two Dovetails null means that nobody meant to
   *     expunge the mail, which has vanished; 32 zeros stand for a GUID that is not known any more
   * @param vanished the GUID of a vanished mail, if it is known. It has the place of the header
   *     hash, which an expunge does not use
   */
  public static MailChange expunge(long uid, String guid, String vanished) {
    return new MailChange(Type.EXPUNGE, uid, guid, vanished, 0, 0, 0, 0, 0, false, List.of(), 0, 0);
  }

  /** Takes the fields of a received record. */
  public static MailChange decode(FieldReader in) throws ProtocolException {
    Type type = Type.ofLetter(in.letter("type", "sef"));
    MailChange change =
        new MailChange(
            type,
            in.positiveU32("uid"),
            decodeGuid(in, type),
            in.token("hdr_hash"),
            in.u63("modseq"),
            in.u63("pvt_modseq"),
            (int) in.hex("add_flags", MAX_FLAGS),
            (int) in.hex("remove_flags", MAX_FLAGS),
            (int) in.hex("final_flags", MAX_FLAGS),
            in.flag("keywords_reset"),
            decodeKeywords(in),
            in.hex("received_timestamp", Long.MAX_VALUE),
            in.sizeInHex("virtual_size"));
    if ((change.addFlags & change.removeFlags) != 0) {
      throw in.invalid("add_flags", "not disjoint from remove_flags");
    }
    return change;
  }

  @Override
  public ItemKind kind() {
    return ItemKind.MAIL_CHANGE;
  }

  @Override
  public void encode(FieldWriter out) {
    out.letter("type", type.letter());
    out.number("uid", uid);
    out.bytes("guid", guid);
    out.bytes("hdr_hash", hdrHash);
    out.optionalNumber("modseq", modseq);
    out.optionalNumber("pvt_modseq", pvtModseq);
    out.optionalHex("add_flags", addFlags);
    out.optionalHex("remove_flags", removeFlags);
    out.optionalHex("final_flags", finalFlags);
    out.flag("keywords_reset", keywordsReset);
    if (!keywordChanges.isEmpty()) {
      out.list("keyword_changes", encodeKeywords());
    }
    out.optionalHex("received_timestamp", receivedTimestamp);
    out.optionalHex("virtual_size", virtualSize);
  }

  private static String decodeGuid(FieldReader in, Type type) throws ProtocolException {
    if (type == Type.EXPUNGE) {
      // Not read as a token: what is there must be a 128-bit GUID.
      return in.guid("guid") == null ? null : in.token("guid");
    }
    String guid = in.token("guid");
    if (guid == null && type == Type.SAVE) {
      throw in.invalid("guid", "needed in a save");
    }
    return guid == null ? "" : guid;
  }

  private static List<KeywordChange> decodeKeywords(FieldReader in) throws ProtocolException {
    List<String> elements = in.list("keyword_changes");
    if (elements == null || elements.isEmpty()) {
      return List.of();
    }
    List<KeywordChange> changes = new ArrayList<>(elements.size());
    for (String element : elements) {
      KeywordChange change = KeywordChange.parse(element);
      if (change == null) {
        throw in.invalid("keyword_changes", "not a list of +, -, = or & and a keyword each");
      }
      changes.add(change);
    }
    return changes;
  }

  private List<String> encodeKeywords() {
    List<String> elements = new ArrayList<>(keywordChanges.size());
    for (KeywordChange change : keywordChanges) {
      elements.add(change.kind().prefix() + change.keyword());
    }
    return elements;
  }
}

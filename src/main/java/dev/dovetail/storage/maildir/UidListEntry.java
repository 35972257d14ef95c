package dev.dovetail.storage.maildir;

/**
 * One record of {@code dovecot-uidlist} (storage-formats 2.2).
 *
 * @param fields what stands between the UID and the colon: {@code K<value>} separated by single
 *     spaces, no space at the ends; unknown keys are kept
 * @param base the file name up to its flags
 */
record UidListEntry(long uid, String fields, String base) {

  static final char GUID = 'G';
  static final char POP3_UIDL = 'P';
  static final char POP3_ORDER = 'O';

  /** The message GUID: of the {@code G} field, else the base. */
  String guid() {
    String guid = field(GUID);
    return guid.isEmpty() ? base : guid;
  }

  /** The value of a field, empty if there is none. */
  String field(char key) {
    int start = 0;
    while (start < fields.length()) {
      int end = fields.indexOf(' ', start);
      if (end < 0) {
        end = fields.length();
      }
      if (fields.charAt(start) == key) {
        return fields.substring(start + 1, end);
      }
      start = end + 1;
    }
    return "";
  }

  UidListEntry withUid(long newUid) {
    return new UidListEntry(newUid, fields, base);
  }

  void appendTo(StringBuilder text) {
    text.append(uid).append(' ');
    if (!fields.isEmpty()) {
      text.append(fields).append(' ');
    }
    text.append(':').append(base).append('\n');
  }
}

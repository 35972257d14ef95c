package dev.dovetail.storage.index;

/** The type words of log records (storage-formats 3.3), compared as whole values, never by bits. */
final class RecordType {
  static final int EXPUNGE = 0xcd91;
  static final int APPEND = 0x2;
  static final int FLAG_UPDATE = 0x4;
  static final int HEADER_UPDATE = 0x20;
  static final int EXT_INTRO = 0x40;
  static final int EXT_RESET = 0x80;
  static final int EXT_HDR_UPDATE = 0x100;
  static final int EXT_REC_UPDATE = 0x200;
  static final int KEYWORD_UPDATE = 0x400;
  static final int KEYWORD_RESET = 0x800;
  static final int EXT_ATOMIC_INC = 0x1000;
  static final int EXPUNGE_GUID = 0xed90;
  static final int MODSEQ_UPDATE = 0x8000;
  static final int EXT_HDR_UPDATE32 = 0x10000;
  static final int INDEX_DELETED = 0x20000;
  static final int INDEX_UNDELETED = 0x40000;
  static final int BOUNDARY = 0x80000;
  static final int ATTRIBUTE_UPDATE = 0x100000;

  /** Expunges without their protection bits. */
  static final int UNPROTECTED_EXPUNGE = 0x1;

  static final int UNPROTECTED_EXPUNGE_GUID = 0x2000;

  static final int EXTERNAL = 0x10000000;
  static final int SYNC = 0x20000000;
  static final int TYPE_MASK = 0x0fffffff;

  private RecordType() {}
}

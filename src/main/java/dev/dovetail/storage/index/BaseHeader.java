package dev.dovetail.storage.index;

/** Offsets in the base header of {@code dovecot.index} (storage-formats 3.15). */
final class BaseHeader {
  static final int SIZE = 120;
  static final int INDEX_ID = 16;
  static final int UID_VALIDITY = 24;
  static final int NEXT_UID = 28;
  static final int MESSAGE_COUNT = 32;
  static final int FIRST_RECENT_UID = 48;
  static final int LOG_SEQUENCE = 60;
  static final int LOG_TAIL = 64;
  static final int LOG_HEAD = 68;

  private BaseHeader() {}
}

package dev.dovetail.brain;

import dev.dovetail.mail.Guid128;
import dev.dovetail.wire.item.MailboxState;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * The text that {@code -s} takes and prints: where each mailbox was in step (dsync-protocol 4.8).
 */
public final class SyncState {

  /** The state that knows no mailbox. */
  public static final String EMPTY = format(Collections.emptyList());

  private static final int HEADER_BYTES = 4;
  private static final int ENTRY_BYTES = 44;
  private static final int ENTRY_BYTES_WITHOUT_COUNT = 40;
  private static final int CHECKSUM_BYTES = 4;
  private static final byte MAJOR_VERSION = 1;

  private SyncState() {}

  public static String format(Collection<MailboxState> mailboxes) {
    ByteBuffer buffer =
        ByteBuffer.allocate(HEADER_BYTES + mailboxes.size() * ENTRY_BYTES + CHECKSUM_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    buffer.put(MAJOR_VERSION).put(new byte[HEADER_BYTES - 1]);
    for (MailboxState mailbox : mailboxes) {
      buffer.put(mailbox.mailboxGuid().toBytes());
      buffer.putInt((int) mailbox.lastUidvalidity());
      buffer.putInt((int) mailbox.lastCommonUid());
      buffer.putLong(mailbox.lastCommonModseq());
      buffer.putLong(mailbox.lastCommonPvtModseq());
      buffer.putInt((int) mailbox.lastMessagesCount());
    }
    buffer.putInt((int) checksum(buffer.array(), buffer.position()));
    return Base64.getEncoder().encodeToString(buffer.array());
  }

  /**
   * Parses a state, by mailbox GUID. An empty text, and the older formats without a message count,
   * are states too.
   *
   * @throws IllegalArgumentException with the reason if {@code text} is no valid state
   */
  public static Map<Guid128, MailboxState> parse(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("Invalid base64 data", e);
    }
    if (bytes.length == 0 || isOldEmpty(bytes)) {
      return Map.of();
    }
    if (bytes.length < CHECKSUM_BYTES || !checksumMatches(bytes)) {
      throw new IllegalArgumentException(
          bytes.length < CHECKSUM_BYTES ? "Input too small" : "CRC32 mismatch");
    }
    int entries = bytes.length - HEADER_BYTES - CHECKSUM_BYTES;
    try {
      if (entries >= 0 && entries % ENTRY_BYTES == 0) {
        return parseEntries(bytes, HEADER_BYTES, ENTRY_BYTES);
      }
      if ((bytes.length - CHECKSUM_BYTES) % ENTRY_BYTES_WITHOUT_COUNT == 0) {
        return parseEntries(bytes, 0, ENTRY_BYTES_WITHOUT_COUNT);
      }
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("Input too small", e);
    }
    throw new IllegalArgumentException("Invalid input size");
  }

  private static Map<Guid128, MailboxState> parseEntries(byte[] bytes, int start, int entryBytes) {
    Map<Guid128, MailboxState> mailboxes = new LinkedHashMap<>();
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = start; at + entryBytes <= bytes.length - CHECKSUM_BYTES; at += entryBytes) {
      Guid128 guid = Guid128.of(bytes, at);
      buffer.position(at + 16);
      mailboxes.put(
          guid,
          new MailboxState(
              guid,
              Integer.toUnsignedLong(buffer.getInt()),
              Integer.toUnsignedLong(buffer.getInt()),
              buffer.getLong(),
              buffer.getLong(),
              entryBytes == ENTRY_BYTES ? Integer.toUnsignedLong(buffer.getInt()) : 0,
              false));
    }
    return mailboxes;
  }

  private static boolean isOldEmpty(byte[] bytes) {
    return bytes.length == CHECKSUM_BYTES
        && List.of(bytes[0], bytes[1], bytes[2], bytes[3]).equals(Collections.nCopies(4, (byte) 0));
  }

  private static boolean checksumMatches(byte[] bytes) {
    int end = bytes.length - CHECKSUM_BYTES;
    int stored = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(end);
    return (int) checksum(bytes, end) == stored;
  }

  private static long checksum(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return crc.getValue();
  }

  /** The weaker of two ends' views of one mailbox. */
  public static MailboxState common(MailboxState own, MailboxState remote) {
    return new MailboxState(
        own.mailboxGuid(),
        Math.min(own.lastUidvalidity(), remote.lastUidvalidity()) == 0 ? 0 : own.lastUidvalidity(),
        Math.min(own.lastCommonUid(), remote.lastCommonUid()),
        Math.min(own.lastCommonModseq(), remote.lastCommonModseq()),
        Math.min(own.lastCommonPvtModseq(), remote.lastCommonPvtModseq()),
        own.lastMessagesCount(),
        own.changesDuringSync() || remote.changesDuringSync());
  }

  static List<MailboxState> sorted(Collection<MailboxState> mailboxes) {
    List<MailboxState> list = new ArrayList<>(mailboxes);
    list.sort((a, b) -> a.mailboxGuid().compareTo(b.mailboxGuid()));
    return list;
  }
}

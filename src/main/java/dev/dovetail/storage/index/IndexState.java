package dev.dovetail.storage.index;

import dev.dovetail.mail.Guid128;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.Set;
import java.util.TreeMap;

/**
 * What an index says at one position of its log. Some dozen bytes per message.
 *
 * <p>Numbers are unsigned 32-bit values of the files unless said otherwise.
 */
public final class IndexState {
  private static final byte[] NOTHING = {};

  /** A request to expunge, and where in the present log file it is. */
  record Request(int offset, Guid128 guid) {}

  final long indexId;
  final byte[] base;
  final List<Extension> extensions;
  final MessageTable table;
  final KeywordSets keywords;
  final Map<Long, Request> expungeRequests;

  /** By UID, where the last request to change flags or keywords is in the present log file. */
  final Map<Long, Integer> flagRequests;

  long logSequence;
  int headOffset;
  long highestModseq;
  boolean deleted;
  boolean unfinished;

  /**
   * @param base the base header, at least {@link BaseHeader#SIZE} bytes
   */
  IndexState(long indexId, byte[] base) {
    this.indexId = indexId;
    this.base = base;
    this.extensions = new ArrayList<>();
    this.table = new MessageTable(extensions);
    this.keywords = new KeywordSets();
    this.expungeRequests = new HashMap<>();
    this.flagRequests = new HashMap<>();
  }

  private IndexState(IndexState from) {
    this.indexId = from.indexId;
    this.base = from.base.clone();
    this.extensions = new ArrayList<>(from.extensions.size());
    for (Extension extension : from.extensions) {
      extensions.add(extension.copy());
    }
    this.table = from.table.copy(extensions);
    this.keywords = from.keywords.copy();
    this.expungeRequests = new HashMap<>(from.expungeRequests);
    this.flagRequests = new HashMap<>(from.flagRequests);
    this.logSequence = from.logSequence;
    this.headOffset = from.headOffset;
    this.highestModseq = from.highestModseq;
    this.deleted = from.deleted;
    this.unfinished = from.unfinished;
  }

  /** The same state, which stays as it is when this one changes. */
  public IndexState copy() {
    return new IndexState(this);
  }

  /** Whether both go to the same position of the same log, and so say the same. */
  public boolean isAtPositionOf(IndexState other) {
    return indexId == other.indexId
        && logSequence == other.logSequence
        && headOffset == other.headOffset;
  }

  static IndexState empty(long indexId) {
    IndexState state = new IndexState(indexId, new byte[BaseHeader.SIZE]);
    Bytes.putI32(state.base, BaseHeader.NEXT_UID, 1);
    state.highestModseq = 1;
    return state;
  }

  public long indexId() {
    return indexId;
  }

  /** 0 if nobody has set it yet. */
  public long uidValidity() {
    return Bytes.u32(base, BaseHeader.UID_VALIDITY);
  }

  /** At least 1. */
  public long nextUid() {
    return Bytes.u32(base, BaseHeader.NEXT_UID);
  }

  /** Messages from this UID on are \Recent; 0 means all. */
  public long firstRecentUid() {
    return Bytes.u32(base, BaseHeader.FIRST_RECENT_UID);
  }

  /** The sequence number of the log file that this state was read to. */
  public long logSequence() {
    return logSequence;
  }

  /** How far this state goes, as an offset in that file. */
  public long headOffset() {
    return headOffset;
  }

  /**
   * Up to where requests have been carried out, as far as somebody said so: behind it there may be
   * records that are no requests (storage-formats 3.8).
   */
  public long tailOffset() {
    return Bytes.u32(base, BaseHeader.LOG_TAIL);
  }

  /** At least 1 (storage-formats 3.7). */
  public long highestModseq() {
    return highestModseq;
  }

  /** The mailbox is being deleted. */
  public boolean isDeleted() {
    return deleted;
  }

  /**
   * Behind this state there are bytes that are no complete record: somebody was writing, or died
   * while he was. Whoever locks the log removes them.
   */
  public boolean isUnfinished() {
    return unfinished;
  }

  /** By ascending UID; a view that makes its elements when asked. */
  public List<IndexedMessage> messages() {
    return new Messages();
  }

  private final class Messages extends AbstractList<IndexedMessage> implements RandomAccess {
    @Override
    public IndexedMessage get(int row) {
      if (row < 0 || row >= table.rows()) {
        throw new IndexOutOfBoundsException(row);
      }
      return message(row);
    }

    @Override
    public int size() {
      return table.rows();
    }
  }

  private IndexedMessage message(int row) {
    return new IndexedMessage(
        table.uid(row), table.flags(row), table.keywords(row), table.modseq(row));
  }

  /** Whether a message is listed, in logarithmic time. */
  public boolean contains(long uid) {
    return table.rowOf(uid) >= 0;
  }

  /** In logarithmic time. */
  public Optional<IndexedMessage> find(long uid) {
    int row = table.rowOf(uid);
    return row < 0 ? Optional.empty() : Optional.of(message(row));
  }

  /**
   * Messages still listed that somebody asked to expunge, by ascending UID, and the GUID that was
   * given; {@link Guid128#EMPTY} if none was.
   */
  public Map<Long, Guid128> pendingExpunges() {
    Map<Long, Guid128> pending = new TreeMap<>();
    long tail = tailOffset();
    for (Map.Entry<Long, Request> entry : expungeRequests.entrySet()) {
      if (entry.getValue().offset() >= tail) {
        pending.put(entry.getKey(), entry.getValue().guid());
      }
    }
    return pending;
  }

  /** Messages with changes of flags or keywords that are asked for but not carried out yet. */
  public Set<Long> pendingFlagChanges() {
    Set<Long> pending = new HashSet<>();
    long tail = tailOffset();
    for (Map.Entry<Long, Integer> entry : flagRequests.entrySet()) {
      if (entry.getValue() >= tail) {
        pending.add(entry.getKey());
      }
    }
    return pending;
  }

  /** All keywords that any message of the mailbox ever had, in the order of their appearance. */
  public List<String> keywordNames() {
    return keywords.names();
  }

  /** The mailbox's spelling of a keyword, as keywords that differ only in case are the same. */
  public String keywordSpelling(String name) {
    return keywords.spelling(name);
  }

  public boolean hasExtension(String name) {
    return extension(name) != null;
  }

  /** A copy of an extension's header; empty if there is no such extension or it has none. */
  public byte[] extensionHeader(String name) {
    Extension extension = extension(name);
    return extension == null ? NOTHING : extension.header().clone();
  }

  /** 0 if there is no such extension. */
  public long extensionResetId(String name) {
    Extension extension = extension(name);
    return extension == null ? 0 : extension.resetId();
  }

  /**
   * A copy of what an extension keeps for one message; all zero if nothing was set, empty if there
   * is no such message or extension. {@code keywords} and {@code modseq} are not available here.
   */
  public byte[] extensionRecord(long uid, String name) {
    Extension extension = extension(name);
    int row = table.rowOf(uid);
    return extension == null || row < 0 || !extension.hasColumn() ? NOTHING : extension.get(row);
  }

  /** Null if there is none. */
  Extension extension(String name) {
    for (Extension extension : extensions) {
      if (extension.name().equals(name)) {
        return extension;
      }
    }
    return null;
  }
}

package dev.dovetail.wire.item;

import dev.dovetail.mail.Guid128;
import java.util.List;

/**
 * Makes a {@link Handshake} field by field. A field that is not set has the value that {@code
 * doveadm sync} without options sends (dsync-protocol 3.1), except {@code hashed_headers}: its
 * trailing empty name is left out (dsync-protocol 10, trap 8).
 */
public final class HandshakeBuilder {
  private String hostname;
  private List<String> syncNsPrefixes;
  private String syncBox;
  private Guid128 syncBoxGuid;
  private SyncType syncType = SyncType.CHANGED;
  private boolean debug;
  private boolean syncVisibleNamespaces;
  private List<String> excludeMailboxes = List.of();
  private boolean sendMailRequests = true;
  private boolean backupSend;
  private boolean backupRecv;
  private long lockTimeout;
  private boolean noMailSync;
  private boolean noBackupOverwrite;
  private boolean purgeRemote;
  private boolean noNotify;
  private long syncSinceTimestamp;
  private long syncMaxSize;
  private String syncFlags;
  private long syncUntilTimestamp;
  private String virtualAllBox;
  private boolean emptyHdrWorkaround;
  private long importCommitMsgsInterval = 100;
  private List<String> hashedHeaders = List.of("Date", "Message-ID");
  private String altChar = "_";
  private long dovetailVersion = Handshake.DOVETAIL_VERSION;
  private boolean dovetailDeflate;
  private Guid128 dovetailStore;

  HandshakeBuilder() {}

  public HandshakeBuilder hostname(String value) {
    hostname = value;
    return this;
  }

  public HandshakeBuilder syncNsPrefixes(List<String> value) {
    syncNsPrefixes = value;
    return this;
  }

  public HandshakeBuilder syncBox(String value) {
    syncBox = value;
    return this;
  }

  public HandshakeBuilder syncBoxGuid(Guid128 value) {
    syncBoxGuid = value;
    return this;
  }

  public HandshakeBuilder syncType(SyncType value) {
    syncType = value;
    return this;
  }

  public HandshakeBuilder debug(boolean value) {
    debug = value;
    return this;
  }

  public HandshakeBuilder syncVisibleNamespaces(boolean value) {
    syncVisibleNamespaces = value;
    return this;
  }

  public HandshakeBuilder excludeMailboxes(List<String> value) {
    excludeMailboxes = value;
    return this;
  }

  public HandshakeBuilder sendMailRequests(boolean value) {
    sendMailRequests = value;
    return this;
  }

  public HandshakeBuilder backupSend(boolean value) {
    backupSend = value;
    return this;
  }

  public HandshakeBuilder backupRecv(boolean value) {
    backupRecv = value;
    return this;
  }

  public HandshakeBuilder lockTimeout(long value) {
    lockTimeout = value;
    return this;
  }

  public HandshakeBuilder noMailSync(boolean value) {
    noMailSync = value;
    return this;
  }

  public HandshakeBuilder noBackupOverwrite(boolean value) {
    noBackupOverwrite = value;
    return this;
  }

  public HandshakeBuilder purgeRemote(boolean value) {
    purgeRemote = value;
    return this;
  }

  public HandshakeBuilder noNotify(boolean value) {
    noNotify = value;
    return this;
  }

  public HandshakeBuilder syncSinceTimestamp(long value) {
    syncSinceTimestamp = value;
    return this;
  }

  public HandshakeBuilder syncMaxSize(long value) {
    syncMaxSize = value;
    return this;
  }

  public HandshakeBuilder syncFlags(String value) {
    syncFlags = value;
    return this;
  }

  public HandshakeBuilder syncUntilTimestamp(long value) {
    syncUntilTimestamp = value;
    return this;
  }

  public HandshakeBuilder virtualAllBox(String value) {
    virtualAllBox = value;
    return this;
  }

  public HandshakeBuilder emptyHdrWorkaround(boolean value) {
    emptyHdrWorkaround = value;
    return this;
  }

  public HandshakeBuilder importCommitMsgsInterval(long value) {
    importCommitMsgsInterval = value;
    return this;
  }

  public HandshakeBuilder hashedHeaders(List<String> value) {
    hashedHeaders = value;
    return this;
  }

  public HandshakeBuilder altChar(String value) {
    altChar = value;
    return this;
  }

  public HandshakeBuilder dovetailVersion(long value) {
    dovetailVersion = value;
    return this;
  }

  public HandshakeBuilder dovetailDeflate(boolean value) {
    dovetailDeflate = value;
    return this;
  }

  public HandshakeBuilder dovetailStore(Guid128 value) {
    dovetailStore = value;
    return this;
  }

  /**
   * @throws IllegalStateException if there is no host name, the only field that must be there
   */
  public Handshake build() {
    if (hostname == null || hostname.isEmpty()) {
      throw new IllegalStateException("A handshake needs a host name");
    }
    return new Handshake(
        hostname,
        syncNsPrefixes,
        syncBox,
        syncBoxGuid,
        syncType,
        debug,
        syncVisibleNamespaces,
        excludeMailboxes,
        sendMailRequests,
        backupSend,
        backupRecv,
        lockTimeout,
        noMailSync,
        noBackupOverwrite,
        purgeRemote,
        noNotify,
        syncSinceTimestamp,
        syncMaxSize,
        syncFlags,
        syncUntilTimestamp,
        virtualAllBox,
        emptyHdrWorkaround,
        importCommitMsgsInterval,
        hashedHeaders,
        altChar,
        dovetailVersion,
        dovetailDeflate,
        dovetailStore);
  }
}

package dev.dovetail.wire.item;

import dev.dovetail.mail.Guid128;
import java.util.List;

/**
 * {@code H}: who the sender is, and (from the initiator) what the sync is to do (dsync-protocol
 * 3.1). A number of 0, an empty list and null mean that the field is absent.
 *
 * @param syncNsPrefixes null if absent; a present but empty field is the one prefix ""
 * @param syncType null if absent, which a receiver treats as {@link SyncType#FULL}
 * @param hashedHeaders as on the wire, including the empty last name that Dovecot sends; null if
 *     absent
 * @param dovetailVersion version of what two Dovetails agree on beyond dsync; 0 from anybody else
 */
public record Handshake(
    String hostname,
    List<String> syncNsPrefixes,
    String syncBox,
    Guid128 syncBoxGuid,
    SyncType syncType,
    boolean debug,
    boolean syncVisibleNamespaces,
    List<String> excludeMailboxes,
    boolean sendMailRequests,
    boolean backupSend,
    boolean backupRecv,
    long lockTimeout,
    boolean noMailSync,
    boolean noBackupOverwrite,
    boolean purgeRemote,
    boolean noNotify,
    long syncSinceTimestamp,
    long syncMaxSize,
    String syncFlags,
    long syncUntilTimestamp,
    String virtualAllBox,
    boolean emptyHdrWorkaround,
    long importCommitMsgsInterval,
    List<String> hashedHeaders,
    String altChar,
    long dovetailVersion)
    implements Item {

  /** What we announce as {@code dovetailVersion}. */
  public static final long DOVETAIL_VERSION = 1;

  /** Begins with what an initiator sends for a sync without options. */
  public static HandshakeBuilder builder() {
    return new HandshakeBuilder();
  }

  /** What a responder sends: its name, and an empty list of hashed headers. */
  public static Handshake ofResponder(String hostname) {
    return builder()
        .hostname(hostname)
        .syncType(null)
        .sendMailRequests(false)
        .importCommitMsgsInterval(0)
        .hashedHeaders(List.of())
        .altChar(null)
        .build();
  }
}

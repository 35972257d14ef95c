package dev.dovetail.wire.item;

import dev.dovetail.mail.Guid128;
import dev.dovetail.wire.FieldReader;
import dev.dovetail.wire.FieldWriter;
import dev.dovetail.wire.ItemKind;
import dev.dovetail.wire.ProtocolException;
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
 * @param dovetailDeflate the sender wants both directions compressed from here on
 * @param dovetailStore where the sender's mail is, in a way that no two places share; null if
 *     absent
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
    long dovetailVersion,
    boolean dovetailDeflate,
    Guid128 dovetailStore)
    implements Item {

  /** The first {@code dovetailVersion} that offers mailboxes in batches. */
  public static final long DOVETAIL_BATCHES = 2;

  /** The first {@code dovetailVersion} that can compress, and understands keep-alives. */
  public static final long DOVETAIL_LINK = 3;

  /** The first {@code dovetailVersion} that offers again what another sync is at work in. */
  public static final long DOVETAIL_BUSY = 4;

  /** The first {@code dovetailVersion} in which both ends wait for the lock of one of them. */
  public static final long DOVETAIL_USER_LOCK = 5;

  /** What we announce as {@code dovetailVersion}. */
  public static final long DOVETAIL_VERSION = 5;

  /** Begins with what an initiator sends for a sync without options. */
  public static HandshakeBuilder builder() {
    return new HandshakeBuilder();
  }

  /**
   * What a responder sends: its name, and an empty list of hashed headers.
   *
   * @param store null if it is not known
   */
  public static Handshake ofResponder(String hostname, Guid128 store) {
    return builder()
        .hostname(hostname)
        .syncType(null)
        .sendMailRequests(false)
        .importCommitMsgsInterval(0)
        .hashedHeaders(List.of())
        .altChar(null)
        .dovetailStore(store)
        .build();
  }

  /** Takes the fields of a received record. */
  public static Handshake decode(FieldReader in) throws ProtocolException {
    String hostname = in.token("hostname");
    if (hostname.isEmpty()) {
      throw in.invalid("hostname", "empty");
    }
    return new HandshakeBuilder()
        .hostname(hostname)
        .syncNsPrefixes(in.textLines("sync_ns_prefix"))
        .syncBox(in.text("sync_box"))
        .syncBoxGuid(in.guid("sync_box_guid"))
        .syncType(SyncType.ofLetter(in.letter("sync_type", SyncType.LETTERS)))
        .debug(in.flag("debug"))
        .syncVisibleNamespaces(in.flag("sync_visible_namespaces"))
        .excludeMailboxes(emptyIfAbsent(in.textList("exclude_mailboxes")))
        .sendMailRequests(in.flag("send_mail_requests"))
        .backupSend(in.flag("backup_send"))
        .backupRecv(in.flag("backup_recv"))
        .lockTimeout(in.positiveU32("lock_timeout"))
        .noMailSync(in.flag("no_mail_sync"))
        .noBackupOverwrite(in.flag("no_backup_overwrite"))
        .purgeRemote(in.flag("purge_remote"))
        .noNotify(in.flag("no_notify"))
        .syncSinceTimestamp(in.positiveU63("sync_since_timestamp"))
        .syncMaxSize(in.positiveU63("sync_max_size"))
        .syncFlags(in.token("sync_flags"))
        .syncUntilTimestamp(in.positiveU63("sync_until_timestamp"))
        .virtualAllBox(in.text("virtual_all_box"))
        .emptyHdrWorkaround(in.flag("empty_hdr_workaround"))
        .importCommitMsgsInterval(in.positiveU32("import_commit_msgs_interval"))
        .hashedHeaders(in.list("hashed_headers"))
        .altChar(in.text("alt_char"))
        .dovetailVersion(in.u32("dovetail"))
        .dovetailDeflate(in.flag("dovetail_deflate"))
        .dovetailStore(in.guid("dovetail_store"))
        .build();
  }

  @Override
  public ItemKind kind() {
    return ItemKind.HANDSHAKE;
  }

  @Override
  public void encode(FieldWriter out) {
    out.bytes("hostname", hostname);
    out.textLines("sync_ns_prefix", syncNsPrefixes);
    out.text("sync_box", syncBox);
    out.guid("sync_box_guid", syncBoxGuid);
    if (syncType != null) {
      out.letter("sync_type", syncType.letter());
    }
    out.flag("debug", debug);
    out.flag("sync_visible_namespaces", syncVisibleNamespaces);
    out.textList("exclude_mailboxes", excludeMailboxes.isEmpty() ? null : excludeMailboxes);
    out.flag("send_mail_requests", sendMailRequests);
    out.flag("backup_send", backupSend);
    out.flag("backup_recv", backupRecv);
    out.optionalNumber("lock_timeout", lockTimeout);
    out.flag("no_mail_sync", noMailSync);
    out.flag("no_backup_overwrite", noBackupOverwrite);
    out.flag("purge_remote", purgeRemote);
    out.flag("no_notify", noNotify);
    out.optionalNumber("sync_since_timestamp", syncSinceTimestamp);
    out.optionalNumber("sync_max_size", syncMaxSize);
    out.bytes("sync_flags", syncFlags);
    out.optionalNumber("sync_until_timestamp", syncUntilTimestamp);
    out.text("virtual_all_box", virtualAllBox);
    out.flag("empty_hdr_workaround", emptyHdrWorkaround);
    out.optionalNumber("import_commit_msgs_interval", importCommitMsgsInterval);
    out.list("hashed_headers", hashedHeaders);
    out.text("alt_char", altChar);
    out.optionalNumber("dovetail", dovetailVersion);
    out.flag("dovetail_deflate", dovetailDeflate);
    out.guid("dovetail_store", dovetailStore);
  }

  private static List<String> emptyIfAbsent(List<String> list) {
    return list == null ? List.of() : list;
  }
}

package dev.dovetail.wire;

import dev.dovetail.wire.item.Finish;
import dev.dovetail.wire.item.Handshake;
import dev.dovetail.wire.item.Item;
import dev.dovetail.wire.item.Mail;
import dev.dovetail.wire.item.MailChange;
import dev.dovetail.wire.item.MailRequest;
import dev.dovetail.wire.item.Mailbox;
import dev.dovetail.wire.item.MailboxAttribute;
import dev.dovetail.wire.item.MailboxDeletes;
import dev.dovetail.wire.item.MailboxState;
import dev.dovetail.wire.item.MailboxTreeNode;
import java.util.List;

/**
 * The table of everything that travels in a dsync stream: name, letter, first minor version that
 * has it, record class, required keys, optional keys (dsync-protocol 3). The keys, required ones
 * first, are our columns in the order in which we send them; the order of the constants is the
 * order of our key tables.
 */
public enum ItemKind {
  HANDSHAKE(
      "handshake",
      'H',
      0,
      Handshake.class,
      required("hostname"),
      optional(
          "sync_ns_prefix",
          "sync_box",
          "sync_box_guid",
          "sync_type",
          "debug",
          "sync_visible_namespaces",
          "exclude_mailboxes",
          "send_mail_requests",
          "backup_send",
          "backup_recv",
          "lock_timeout",
          "no_mail_sync",
          "no_backup_overwrite",
          "purge_remote",
          "no_notify",
          "sync_since_timestamp",
          "sync_max_size",
          "sync_flags",
          "sync_until_timestamp",
          "virtual_all_box",
          "empty_hdr_workaround",
          "import_commit_msgs_interval",
          "hashed_headers",
          "alt_char",
          // Deviation: ours alone. Dovecot ignores keys that it does not know.
          "dovetail",
          "dovetail_deflate",
          "dovetail_store")),
  MAILBOX_STATE(
      "mailbox_state",
      'S',
      0,
      MailboxState.class,
      required(
          "mailbox_guid",
          "last_uidvalidity",
          "last_common_uid",
          "last_common_modseq",
          "last_common_pvt_modseq"),
      optional("last_messages_count", "changes_during_sync")),
  MAILBOX_TREE_NODE(
      "mailbox_tree_node",
      'N',
      0,
      MailboxTreeNode.class,
      required("name", "existence"),
      optional(
          "mailbox_guid",
          "uid_validity",
          "uid_next",
          "last_renamed_or_created",
          "subscribed",
          "last_subscription_change",
          // Ours; Dovecot ignores keys that it does not know.
          "dovetail_digest")),
  MAILBOX_DELETE(
      "mailbox_delete",
      'D',
      0,
      MailboxDeletes.class,
      required("hierarchy_sep"),
      optional("escape_char", "mailboxes", "dirs", "unsubscribes")),
  MAILBOX(
      "mailbox",
      'B',
      0,
      Mailbox.class,
      required(
          "mailbox_guid",
          "uid_validity",
          "uid_next",
          "messages_count",
          "first_recent_uid",
          "highest_modseq",
          "highest_pvt_modseq"),
      optional(
          "mailbox_lost",
          "mailbox_ignore",
          "cache_fields",
          "have_guids",
          "have_save_guids",
          "have_only_guid128")),
  MAILBOX_ATTRIBUTE(
      "mailbox_attribute",
      'A',
      ProtocolVersion.ATTRIBUTES,
      MailboxAttribute.class,
      required("type", "key"),
      optional("value", "stream", "deleted", "last_change", "modseq")),
  MAIL_CHANGE(
      "mail_change",
      'C',
      0,
      MailChange.class,
      required("type", "uid"),
      optional(
          "guid",
          "hdr_hash",
          "modseq",
          "pvt_modseq",
          "add_flags",
          "remove_flags",
          "final_flags",
          "keywords_reset",
          "keyword_changes",
          "received_timestamp",
          "virtual_size")),
  MAIL_REQUEST("mail_request", 'R', 0, MailRequest.class, required(), optional("guid", "uid")),
  MAIL(
      "mail",
      'M',
      0,
      Mail.class,
      required(),
      optional("guid", "uid", "pop3_uidl", "pop3_order", "received_date", "saved_date", "stream")),
  FINISH(
      "finish",
      'F',
      ProtocolVersion.FINISH,
      Finish.class,
      required(),
      optional("error", "mail_error", "require_full_resync")),
  /** Never an item of its own: one line inside {@code B.cache_fields}. */
  MAILBOX_CACHE_FIELD(
      "mailbox_cache_field",
      'c',
      0,
      Mailbox.CacheField.class,
      required("name", "decision"),
      optional("last_used")),
  /** Ours; Dovecot never gets it. Has no keys and no key table. */
  KEEP_ALIVE("keep_alive", 'K', 0, Item.KeepAlive.class, required(), optional()),
  /** Has no keys and no key table. */
  DONE("done", 'X', 0, Item.Done.class, required(), optional()),
  /** Has no keys and no key table. */
  END_OF_LIST("end_of_list", '.', 0, Item.EndOfList.class, required(), optional());

  private static final ItemKind[] OF_LETTER = new ItemKind[128];

  static {
    for (ItemKind kind : values()) {
      OF_LETTER[kind.letter] = kind;
    }
  }

  private final String itemName;
  private final char letter;
  private final int sinceMinor;
  private final Class<?> recordClass;
  private final int requiredKeys;
  private final List<String> keys;

  ItemKind(
      String itemName,
      char letter,
      int sinceMinor,
      Class<?> recordClass,
      String[] required,
      String[] optional) {
    this.itemName = itemName;
    this.letter = letter;
    this.sinceMinor = sinceMinor;
    this.recordClass = recordClass;
    this.requiredKeys = required.length;
    String[] all = new String[required.length + optional.length];
    System.arraycopy(required, 0, all, 0, required.length);
    System.arraycopy(optional, 0, all, required.length, optional.length);
    this.keys = List.of(all);
  }

  private static String[] required(String... keys) {
    return keys;
  }

  private static String[] optional(String... keys) {
    return keys;
  }

  /** The kind with this letter; null if there is none. */
  static ItemKind ofLetter(int letter) {
    return letter >= 0 && letter < OF_LETTER.length ? OF_LETTER[letter] : null;
  }

  /** As Dovecot's messages call it. */
  public String itemName() {
    return itemName;
  }

  public char letter() {
    return letter;
  }

  /** The first minor protocol version whose peers must have a key table for it. */
  public int sinceMinor() {
    return sinceMinor;
  }

  public Class<?> recordClass() {
    return recordClass;
  }

  /** All keys, required ones first. */
  public List<String> keys() {
    return keys;
  }

  /** Whether the key with this position in {@link #keys} must be there and have a value. */
  boolean isRequired(int key) {
    return key < requiredKeys;
  }

  boolean hasKeyTable() {
    return this != DONE && this != END_OF_LIST && this != KEEP_ALIVE;
  }
}

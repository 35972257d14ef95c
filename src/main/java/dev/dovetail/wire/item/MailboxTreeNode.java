package dev.dovetail.wire.item;

import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import dev.dovetail.wire.FieldReader;
import dev.dovetail.wire.FieldWriter;
import dev.dovetail.wire.ItemKind;
import dev.dovetail.wire.ProtocolException;
import java.util.List;

/**
 * {@code N}: one node of the sender's mailbox tree (dsync-protocol 3.3).
 *
 * @param mailboxGuid {@link Guid128#EMPTY} for directories and for what does not exist
 * @param uidValidity 0 if unknown
 * @param uidNext 0 if unknown
 * @param lastRenamedOrCreated seconds since the epoch; 0 if unknown
 * @param lastSubscriptionChange seconds since the epoch; 0 if unknown
 * @param dovetailDigest of all that is in the mailbox; from another Dovetail only, else 0
 */
public record MailboxTreeNode(
    MailboxName name,
    Existence existence,
    Guid128 mailboxGuid,
    long uidValidity,
    long uidNext,
    long lastRenamedOrCreated,
    boolean subscribed,
    long lastSubscriptionChange,
    long dovetailDigest)
    implements Item {

  private static final int MAX_COMPONENTS = 255;
  private static final int MAX_LENGTH = 4096;

  /** A node that says nothing about what is in the mailbox. */
  public MailboxTreeNode(
      MailboxName name,
      Existence existence,
      Guid128 mailboxGuid,
      long uidValidity,
      long uidNext,
      long lastRenamedOrCreated,
      boolean subscribed,
      long lastSubscriptionChange) {
    this(
        name,
        existence,
        mailboxGuid,
        uidValidity,
        uidNext,
        lastRenamedOrCreated,
        subscribed,
        lastSubscriptionChange,
        0);
  }

  public MailboxTreeNode withDigest(long digest) {
    return new MailboxTreeNode(
        name,
        existence,
        mailboxGuid,
        uidValidity,
        uidNext,
        lastRenamedOrCreated,
        subscribed,
        lastSubscriptionChange,
        digest);
  }

  /** Whether the mailbox or directory exists. */
  public enum Existence {
    EXISTS('y'),
    NONEXISTENT('n'),
    DELETED('d');

    private final char letter;

    Existence(char letter) {
      this.letter = letter;
    }

    public char letter() {
      return letter;
    }

    static Existence ofLetter(char letter) {
      return letter == 'y' ? EXISTS : letter == 'n' ? NONEXISTENT : DELETED;
    }
  }

  /** Takes the fields of a received record. */
  public static MailboxTreeNode decode(FieldReader in) throws ProtocolException {
    List<String> components = in.textList("name");
    checkName(in, components);
    Existence existence = Existence.ofLetter(in.letter("existence", "ynd"));
    Guid128 guid = in.guid("mailbox_guid");
    return new MailboxTreeNode(
        new MailboxName(components),
        existence,
        guid == null ? Guid128.EMPTY : guid,
        in.u32("uid_validity"),
        in.u32("uid_next"),
        in.time("last_renamed_or_created"),
        in.flag("subscribed"),
        in.time("last_subscription_change"),
        in.u63("dovetail_digest"));
  }

  @Override
  public ItemKind kind() {
    return ItemKind.MAILBOX_TREE_NODE;
  }

  @Override
  public void encode(FieldWriter out) {
    out.textList("name", name.components());
    out.letter("existence", existence.letter());
    out.guid("mailbox_guid", mailboxGuid.isEmpty() ? null : mailboxGuid);
    out.optionalNumber("uid_validity", uidValidity);
    out.optionalNumber("uid_next", uidNext);
    out.optionalNumber("last_renamed_or_created", lastRenamedOrCreated);
    out.flag("subscribed", subscribed);
    out.optionalNumber("last_subscription_change", lastSubscriptionChange);
    out.optionalNumber("dovetail_digest", dovetailDigest);
  }

  private static void checkName(FieldReader in, List<String> components) throws ProtocolException {
    if (components.isEmpty()) {
      throw in.invalid("name", "empty");
    }
    if (components.size() > MAX_COMPONENTS) {
      throw in.invalid("name", "deeper than " + MAX_COMPONENTS + " levels");
    }
    int length = 0;
    for (String component : components) {
      length += component.length();
    }
    if (length > MAX_LENGTH) {
      throw in.invalid("name", "longer than " + MAX_LENGTH + " characters");
    }
  }
}

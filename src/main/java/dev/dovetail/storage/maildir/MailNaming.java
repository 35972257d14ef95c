package dev.dovetail.storage.maildir;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.storage.MailboxChanges.Save;

/** Chooses file names and uidlist fields for mails, so that they keep their GUIDs. */
final class MailNaming {
  private static final int MAX_GUID = 1000;

  /** Room for the flags and all keyword letters behind a base. */
  private static final int MAX_BASE = MaildirName.MAX_NAME_BYTES - 40;

  private final MailboxFiles files;
  private final MaildirDelivery delivery;
  private final UidListEdit uidList;

  MailNaming(MailboxFiles files, MaildirDelivery delivery, UidListEdit uidList) {
    this.files = files;
    this.delivery = delivery;
    this.uidList = uidList;
  }

  /**
   * @throws SyncException if no Maildir can hold this GUID
   */
  static void check(String mailbox, Save save) throws SyncException {
    String guid = save.guid();
    boolean asField = guid.length() <= MAX_GUID && isFieldValue(guid);
    if (guid.isEmpty() || !asField && !isBase(guid)) {
      throw new SyncException(
          Grade.NOT_POSSIBLE,
          "Mailbox "
              + mailbox
              + ": UID "
              + save.uid()
              + " has a GUID of "
              + guid.length()
              + " bytes that a Maildir cannot hold; remove this mail on the other side");
    }
  }

  /** A staged mail's base: its GUID if that is a name with the right sizes, else a new one. */
  String baseOf(String guid, StagedFile mail) {
    boolean fits = mail.hasSizesOf(guid) || !isFieldValue(guid);
    return fits && isBase(guid) && isFree(guid) ? guid : mail.base();
  }

  /** A further base for a mail that gets several. */
  String another(StagedFile mail) {
    return mail.withSizes(delivery.uniqueName());
  }

  /** A new base for a link to {@code original}. */
  String copyOf(UidListEntry original) {
    String base = original.base();
    long size = MaildirName.size(base, 'S');
    long virtualSize = MaildirName.size(base, 'W');
    return delivery.uniqueName()
        + (size < 0 ? "" : ",S=" + size)
        + (virtualSize < 0 ? "" : ",W=" + virtualSize);
  }

  /** The fields of a record: only what the base does not say already. */
  static String fields(String guid, String base, Save save) {
    StringBuilder fields = new StringBuilder();
    if (!guid.equals(base)) {
      fields.append(UidListEntry.GUID).append(guid);
    }
    if (isFieldValue(save.pop3Uidl()) && save.pop3Uidl().length() <= MAX_GUID) {
      separate(fields).append(UidListEntry.POP3_UIDL).append(save.pop3Uidl());
    }
    if (save.pop3Order() > 0 && save.pop3Order() <= UidListHeader.MAX_UID) {
      separate(fields).append(UidListEntry.POP3_ORDER).append(save.pop3Order());
    }
    return fields.toString();
  }

  private boolean isFree(String base) {
    return !uidList.isInUse(base) && !files.knows(base);
  }

  private static boolean isBase(String guid) {
    return guid.length() <= MAX_BASE && MaildirName.isPlainBase(guid);
  }

  private static boolean isFieldValue(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) == 0x7f) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static StringBuilder separate(StringBuilder fields) {
    return fields.isEmpty() ? fields : fields.append(' ');
  }
}

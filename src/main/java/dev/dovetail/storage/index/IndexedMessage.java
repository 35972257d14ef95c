package dev.dovetail.storage.index;

import java.util.List;

/**
 * A message as the index has it.
 *
 * @param flags bits of {@link dev.dovetail.mail.Flags#STORED}, {@link #BACKEND} and {@link #DIRTY},
 *     pending requests included
 * @param keywords sorted, pending requests included; instances are shared between messages
 * @param modseq 0 if the index keeps none per message; then the mailbox's highest stands for it
 */
public record IndexedMessage(long uid, int flags, List<String> keywords, long modseq) {

  /** dbox: the mail is in the alternative storage. */
  public static final int BACKEND = 0x40;

  /** Maildir: the index has flag changes that the file name does not show yet. */
  public static final int DIRTY = 0x80;
}

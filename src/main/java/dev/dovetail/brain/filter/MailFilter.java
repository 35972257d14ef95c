package dev.dovetail.brain.filter;

import dev.dovetail.mail.Flags;
import dev.dovetail.storage.MailMetadata;
import dev.dovetail.storage.StoredMessage;
import dev.dovetail.wire.item.KeywordChange;
import dev.dovetail.wire.item.MailChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The mails that a sync brings across (dsync-protocol 7.9). A filter keeps new mails out; it never
 * hides a change to a mail that both ends have, and never lets one be expunged.
 *
 * @param since seconds since the epoch; 0 for no limit
 * @param until seconds since the epoch; 0 for no limit
 * @param maxSize bytes with CRLF line ends; 0 for no limit
 * @param flag a system flag or keyword that mails must have, or with {@code -} in front must not
 *     have; null for any
 */
public record MailFilter(long since, long until, long maxSize, String flag) {

  public static final MailFilter NONE = new MailFilter(0, 0, 0, null);

  private static final Map<String, Integer> SYSTEM_FLAGS =
      Map.of(
          "\\answered", Flags.ANSWERED,
          "\\flagged", Flags.FLAGGED,
          "\\deleted", Flags.DELETED,
          "\\seen", Flags.SEEN,
          "\\draft", Flags.DRAFT);

  public boolean isActive() {
    return needsDate() || needsSize() || flag != null;
  }

  public boolean needsDate() {
    return since > 0 || until > 0;
  }

  public boolean needsSize() {
    return maxSize > 0;
  }

  public boolean needsMetadata() {
    return needsDate() || needsSize();
  }

  /** Whether a mail that the peer announced may come in. */
  public boolean matches(MailChange change) {
    return dateMatches(change.receivedTimestamp())
        && sizeMatches(change.virtualSize())
        && flagMatches(change.finalFlags(), setKeywords(change));
  }

  /**
   * Whether one of our own mails takes part.
   *
   * @param metadata may be null if {@link #needsMetadata} is false
   */
  public boolean matches(StoredMessage message, MailMetadata metadata) {
    return (!needsMetadata()
            || dateMatches(metadata.receivedDate()) && sizeMatches(metadata.virtualSize()))
        && flagMatches(message.flags(), message.keywords());
  }

  private boolean dateMatches(long date) {
    return (since == 0 || date >= since) && (until == 0 || date <= until);
  }

  private boolean sizeMatches(long size) {
    return maxSize == 0 || size == MailChange.NO_SIZE || size <= maxSize;
  }

  private boolean flagMatches(int flags, List<String> keywords) {
    if (flag == null) {
      return true;
    }
    boolean negated = flag.startsWith("-");
    String name = negated ? flag.substring(1) : flag;
    Integer bit = SYSTEM_FLAGS.get(name.toLowerCase(Locale.ROOT));
    boolean set = bit != null ? (flags & bit) != 0 : containsIgnoringCase(keywords, name);
    return set != negated;
  }

  private static boolean containsIgnoringCase(List<String> keywords, String name) {
    for (String keyword : keywords) {
      if (keyword.equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }

  private static List<String> setKeywords(MailChange change) {
    List<String> set = new ArrayList<>();
    for (KeywordChange keyword : change.keywordChanges()) {
      if (keyword.kind().isSet()) {
        set.add(keyword.keyword());
      }
    }
    return set;
  }
}

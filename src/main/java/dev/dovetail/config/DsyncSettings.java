package dev.dovetail.config;

import dev.dovetail.config.syntax.ConfigException;
import dev.dovetail.config.syntax.Quoting;
import dev.dovetail.config.syntax.SettingValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What both ends of a sync agree on (doveadm-interfaces 6.3).
 *
 * @param commitMessagesInterval how many messages are committed at once; 0 leaves it to the other
 *     end
 * @param hashedHeaders never empty
 * @param altChar stands for a separator that a name must not have
 * @param features lower-case words, such as {@code empty-header-workaround}
 */
public record DsyncSettings(
    long commitMessagesInterval, List<String> hashedHeaders, char altChar, List<String> features) {

  static DsyncSettings of(SettingValues values) throws ConfigException {
    List<String> headers = List.copyOf(values.words("dsync_hashed_headers"));
    if (headers.isEmpty()) {
      throw values
          .value("dsync_hashed_headers")
          .rejected("dsync_hashed_headers", "dsync_hashed_headers must not be empty");
    }
    return new DsyncSettings(
        values.number("dsync_commit_msgs_interval"),
        headers,
        values.character("dsync_alt_char"),
        readFeatures(values));
  }

  private static List<String> readFeatures(SettingValues values) throws ConfigException {
    List<String> words = new ArrayList<>();
    for (String word : values.words("dsync_features")) {
      String lower = word.toLowerCase(Locale.ROOT);
      if (!lower.equals("empty-header-workaround") && !lower.equals("no-header-hashes")) {
        throw values
            .value("dsync_features")
            .rejected(
                "dsync_features", "dsync_features: Unknown feature: " + Quoting.forMessage(word));
      }
      words.add(lower);
    }
    return List.copyOf(words);
  }
}

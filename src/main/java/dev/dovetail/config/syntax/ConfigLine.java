package dev.dovetail.config.syntax;

/** What one logical line of a configuration file says. */
sealed interface ConfigLine {

  /** Empty, or a comment. */
  record Nothing() implements ConfigLine {}

  /**
   * {@code key = value}.
   *
   * @param quoted whether the whole value was in quotes, which are gone here: such a value holds no
   *     reference to a file or another setting
   */
  record Assignment(String key, String value, boolean quoted) implements ConfigLine {}

  /** {@code type label &#123;}; the label may be empty. */
  record SectionStart(String type, String label) implements ConfigLine {}

  /** A closing brace. */
  record SectionEnd() implements ConfigLine {}

  /**
   * {@code !include pattern}.
   *
   * @param mustMatch false for {@code !include_try}
   */
  record Include(String pattern, boolean mustMatch) implements ConfigLine {}

  /** A line that cannot be understood. */
  record Broken(String reason) implements ConfigLine {}
}

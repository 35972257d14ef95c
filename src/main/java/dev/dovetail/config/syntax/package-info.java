/**
 * {@code dovecot.conf} as text: lines, sections, includes and references of both syntaxes become a
 * {@link dev.dovetail.config.syntax.ConfigTree}, in which {@link
 * dev.dovetail.config.syntax.SettingValues} looks up typed values and defaults. Begin with {@link
 * dev.dovetail.config.syntax.ConfigReader}.
 */
package dev.dovetail.config.syntax;

/**
 * Dovecot's configuration, read only: {@code dovecot.conf} of 2.3 and 2.4 becomes typed, immutable
 * {@link dev.dovetail.config.Settings}. Begin with {@link dev.dovetail.config.ConfigFile}; {@link
 * dev.dovetail.config.UserSettings} is the view of one user, with variables expanded. How the files
 * are written is the matter of {@code syntax}, what stands for a {@code %} that of {@code
 * variable}. Knows nothing of stores, users' databases or the wire.
 */
package dev.dovetail.config;

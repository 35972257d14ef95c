/**
 * Texts that Dovecot and admins write: fields between tabs in files and on sockets ({@link
 * dev.dovetail.text.TabEscaping}), lines, and masks with {@link dev.dovetail.text.Wildcards}.
 */
package dev.dovetail.text;

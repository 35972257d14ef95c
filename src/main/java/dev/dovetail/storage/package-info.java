/**
 * Mail on disk, as the rest of the program sees it. {@link dev.dovetail.storage.MailStore} is one
 * user's tree of mailboxes, {@link dev.dovetail.storage.MailboxStore} one mailbox. The formats live
 * in packages below; they share {@code index}, {@code lock} and {@code file} and never see each
 * other. A store does not know that it is synced.
 */
package dev.dovetail.storage;

/**
 * Maildir stores, Maildir++ and fs layouts, as Dovecot keeps them (storage-formats 2). {@code
 * MaildirStore} is one user's tree of mailboxes, {@code MaildirMailbox} one mailbox: begin reading
 * there. A mailbox's truth lies in three places that are merged on every refresh ({@code
 * MaildirSync}): the files and their names, {@code dovecot-uidlist}, and the index log.
 *
 * <p>File names and GUIDs are strings with one character per byte, ISO-8859-1.
 */
package dev.dovetail.storage.maildir;

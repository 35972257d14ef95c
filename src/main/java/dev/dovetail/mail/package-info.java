/**
 * Values of mail: identifiers, flags, names. Nothing here does I/O or knows a protocol or a store.
 *
 * <p>Opaque texts that are bytes to us (message GUIDs, keywords) are Java strings with one
 * character per byte, ISO-8859-1, so that any byte survives a round trip. Mailbox names are
 * Unicode.
 */
package dev.dovetail.mail;

package dev.dovetail.wire.item;

/**
 * {@code R}: "send me this mail" (dsync-protocol 3.8).
 *
 * @param guid null if the mail is requested by UID only
 * @param uid the exporter's UID; 0 if absent
 */
public record MailRequest(String guid, long uid) implements Item {}

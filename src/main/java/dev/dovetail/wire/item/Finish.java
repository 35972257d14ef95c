package dev.dovetail.wire.item;

/**
 * {@code F}: the responder is done (dsync-protocol 3.10).
 *
 * @param error null on success
 * @param mailError error class of dsync-protocol 8.4; 0 if absent
 */
public record Finish(String error, int mailError, boolean requireFullResync) implements Item {}

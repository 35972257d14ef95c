/**
 * The dsync stream, version 3.5: items, their fields, and the framing that carries them. Begin with
 * {@link dev.dovetail.wire.ItemKind}, the table of all items; {@code item} has one record for each,
 * with its encode and decode. {@link dev.dovetail.wire.Peer} is what the brain sees, {@link
 * dev.dovetail.wire.StreamPeer} the one that speaks over bytes. Below it, {@code ItemReader} and
 * {@code ItemWriter} turn lines into items and back, through the {@code KeyTable} of the sender; a
 * value stream is coded by {@code DotStuffing} and {@code DotStuffedInput}. A decoder never touches
 * mail, and bounds whatever a peer may send.
 */
package dev.dovetail.wire;

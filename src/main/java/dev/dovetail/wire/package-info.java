/**
 * The dsync stream, version 3.5: items, their fields, and the framing that carries them. Begin with
 * {@link dev.dovetail.wire.ItemKind}, the table of all items; {@code item} has one record for each.
 * {@link dev.dovetail.wire.Peer} is what the brain sees. A decoder never touches mail.
 */
package dev.dovetail.wire;

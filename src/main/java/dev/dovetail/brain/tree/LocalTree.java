package dev.dovetail.brain.tree;

import dev.dovetail.wire.item.MailboxDeletes;

/**
 * What a store's tree holds and what its log knows to be gone.
 *
 * @param deletes names hashed with the store's own separator; see {@link TreeDeletes#forPeer}
 */
public record LocalTree(MailboxTree tree, MailboxDeletes deletes) {}

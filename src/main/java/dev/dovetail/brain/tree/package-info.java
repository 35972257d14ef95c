/**
 * The mailbox tree (dsync-protocol 5): {@link dev.dovetail.brain.tree.TreeFill} reads a store's
 * tree, {@link dev.dovetail.brain.tree.TreeItems} carries trees over the wire, {@link
 * dev.dovetail.brain.tree.TreeMerge} decides what has to change on the local side, {@link
 * dev.dovetail.brain.tree.TreeApply} does it. Begin with the merge: it is pure, and both ends must
 * come to mirrored results.
 */
package dev.dovetail.brain.tree;

/**
 * What a replicator knows (doveadm-interfaces 4). Begin with {@code control}, the way to ask it and
 * to tell it. Never sees the brain, a store or the wire.
 */
package dev.dovetail.replicator;

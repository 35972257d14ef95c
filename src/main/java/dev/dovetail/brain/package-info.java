/**
 * The algorithm. {@link dev.dovetail.brain.InitiatorBrain} and {@link
 * dev.dovetail.brain.ResponderBrain} are the two ends of a sync, written in the order of the
 * protocol's chapters; {@code tree} merges the mailbox trees, {@code mailbox} one mailbox. Deciding
 * (pure functions to a plan) is apart from applying a plan. The brain sees peers and stores only
 * through their interfaces.
 */
package dev.dovetail.brain;

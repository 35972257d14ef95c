/**
 * Random histories of two replicas. A {@link dev.dovetail.history.Step} is one line of a story; a
 * {@link dev.dovetail.history.StoryTeller} invents them, a {@link dev.dovetail.history.Play} acts
 * them on two {@link dev.dovetail.history.Replica}s and checks the promises at the end, and a
 * {@link dev.dovetail.history.Shrinker} makes a failing story short enough to become a named test.
 */
package dev.dovetail.history;

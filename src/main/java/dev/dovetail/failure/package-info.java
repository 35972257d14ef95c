/**
 * What can go wrong, graded by what is lost. {@link dev.dovetail.failure.SyncException} carries the
 * grade from the place where it is known to the one place that turns it into an exit code.
 */
package dev.dovetail.failure;

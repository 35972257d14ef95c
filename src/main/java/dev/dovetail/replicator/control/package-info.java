/**
 * The socket {@code replicator-doveadm}, both ends: what can be asked is in {@link
 * dev.dovetail.replicator.control.ControlRequest} (doveadm-interfaces 4.3).
 */
package dev.dovetail.replicator.control;

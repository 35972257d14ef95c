/**
 * The daemon that keeps all users of a host in sync with their replicas, in the place of Dovecot's
 * replicator and aggregator (doveadm-interfaces 4). It decides who is synced when, and has others
 * make the syncs: begin with {@link dev.dovetail.replicator.Schedule}, the rules, then {@link
 * dev.dovetail.replicator.ReplicatorQueue} and {@link dev.dovetail.replicator.Replicator}. Never
 * sees the brain, a store or the wire.
 */
package dev.dovetail.replicator;

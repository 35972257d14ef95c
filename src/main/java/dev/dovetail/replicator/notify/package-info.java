/**
 * How the replicator hears of changes: from the plugins of Dovecot's mail processes over a fifo and
 * a socket, or from an aggregator (doveadm-interfaces 4.2). Begin with {@link
 * dev.dovetail.replicator.notify.NotifyLine}.
 */
package dev.dovetail.replicator.notify;

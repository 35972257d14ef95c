/**
 * The doveadm protocol from the server's side (doveadm-interfaces 3). Begin with {@link
 * dev.dovetail.transport.listen.Listener}, which makes {@link dev.dovetail.transport.listen.Guest}s
 * of connections.
 */
package dev.dovetail.transport.listen;

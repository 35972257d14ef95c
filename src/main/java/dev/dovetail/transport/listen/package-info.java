/**
 * The doveadm protocol from the server's side (doveadm-interfaces 3). Begin with {@link
 * dev.dovetail.transport.listen.SocketService}, and {@link dev.dovetail.transport.listen.Guest} of
 * connections.
 */
package dev.dovetail.transport.listen;

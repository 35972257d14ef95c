/**
 * The doveadm protocol from the client's side, over TCP and UNIX sockets (doveadm-interfaces 3).
 * Begin with {@link dev.dovetail.transport.tcp.DoveadmClient}: one connection, one command.
 */
package dev.dovetail.transport.tcp;

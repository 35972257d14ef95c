/**
 * Links that carry bytes to the other end, and know nothing of mail. {@link
 * dev.dovetail.transport.Destination} says which kind a command line asks for.
 */
package dev.dovetail.transport;

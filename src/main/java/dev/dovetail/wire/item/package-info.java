/**
 * The items of the dsync stream, one record each, named as the protocol names them. Components are
 * the protocol's keys in camel case. Opaque byte values (message GUIDs, keywords, header hashes)
 * are strings with one character per byte; names are Unicode.
 */
package dev.dovetail.wire.item;

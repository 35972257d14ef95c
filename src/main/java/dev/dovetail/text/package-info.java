/**
 * How Dovecot writes fields between tabs, in files and on sockets: {@link
 * dev.dovetail.text.TabEscaping}.
 */
package dev.dovetail.text;

/**
 * Our own standard input and output as the link: {@link dev.dovetail.transport.stdio.StdioLink}.
 */
package dev.dovetail.transport.stdio;

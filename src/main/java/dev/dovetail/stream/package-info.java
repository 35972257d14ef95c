/** Byte streams as links and the wire make them: only the transfer of blocks is left to write. */
package dev.dovetail.stream;

/** Both ends in one process: {@link dev.dovetail.transport.pipe.InProcessLink}. */
package dev.dovetail.transport.pipe;

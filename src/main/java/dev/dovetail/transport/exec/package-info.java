/** The other end as a child process: {@link dev.dovetail.transport.exec.CommandLink}. */
package dev.dovetail.transport.exec;

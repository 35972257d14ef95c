/**
 * SSH without the {@code ssh} program, by JSch, which nothing outside this package sees. Begin with
 * {@link dev.dovetail.transport.ssh.SshLink}; {@link dev.dovetail.transport.ssh.SshConfig} says
 * what of {@code ~/.ssh/config} is heeded.
 */
package dev.dovetail.transport.ssh;

/**
 * TLS by the JDK, with the files and the rules of OpenSSL that Dovecot's settings name. Begin with
 * {@link dev.dovetail.transport.tls.TlsClient}.
 */
package dev.dovetail.transport.tls;

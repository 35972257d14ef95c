package dev.dovetail.config;

import java.util.List;

/**
 * One {@code inet_listener} of {@code service doveadm}.
 *
 * @param addresses {@code *} and {@code ::} stand for all of this host
 * @param port 1 to 65535
 * @param tls whether it speaks TLS from the first byte
 */
public record InetListener(List<String> addresses, int port, boolean tls) {}

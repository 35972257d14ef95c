package dev.dovetail.transport.ssh;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a host is reached, after {@code ~/.ssh/config} has had its say.
 *
 * @param address name or address to connect to
 * @param port 1 to 65535
 * @param login the account there
 * @param hostKeyAlias the name that its key has in the files of known hosts, if not its own
 * @param knownHosts files of known hosts; some may not exist
 * @param identities private key files; some may not exist
 * @param identitiesOnly whether the agent's other keys are left alone
 * @param agent socket of an agent, if there is one
 * @param connectSeconds how long connection and login may take; at least 1
 * @param aliveSeconds how long a silence is before the host is asked for a sign of life; 0: never
 * @param aliveCount how many unanswered questions end the connection
 * @param compression whether the stream is compressed
 */
record SshHost(
    String address,
    int port,
    String login,
    Optional<String> hostKeyAlias,
    List<Path> knownHosts,
    List<Path> identities,
    boolean identitiesOnly,
    Optional<Path> agent,
    int connectSeconds,
    int aliveSeconds,
    int aliveCount,
    boolean compression) {}

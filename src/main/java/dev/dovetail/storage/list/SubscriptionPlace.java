package dev.dovetail.storage.list;

import java.nio.file.Path;

/**
 * Where the subscriptions of a namespace with {@code subscriptions = no} are: in the file of the
 * namespace around it, and noted in the log of that.
 *
 * @param file holds the other namespace's subscriptions, too
 * @param logDirectory has {@code dovecot.mailbox.log}
 * @param prefix of this namespace: what its lines begin with
 */
public record SubscriptionPlace(Path file, Path logDirectory, String prefix) {}

package dev.dovetail.config;

import java.util.List;

/**
 * A {@code mailbox} block of a namespace.
 *
 * @param name without the namespace's prefix
 * @param auto {@code no}, {@code create} or {@code subscribe}
 * @param specialUse such as {@code \Trash}; several are possible
 */
public record MailboxSettings(String name, String auto, List<String> specialUse) {}

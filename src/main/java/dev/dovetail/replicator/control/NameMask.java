package dev.dovetail.replicator.control;

import dev.dovetail.text.Wildcards;

/**
 * A mask for names in the queue: {@code *} stands for any text, {@code ?} for one character; case
 * matters, other than in masks for the user database (doveadm-interfaces 1.10).
 */
record NameMask(String pattern) {

  boolean isMask() {
    return Wildcards.areIn(pattern);
  }

  boolean matches(String name) {
    return Wildcards.match(pattern, name, (mask, letter) -> mask == letter);
  }
}

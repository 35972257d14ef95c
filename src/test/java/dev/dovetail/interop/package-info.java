/**
 * Dovetail against a real Dovecot 2.3, in both roles. Begin with {@code Stage}: two accounts and a
 * pairing of programs; the {@code *ScenariosIT} classes are the stories played on it.
 */
package dev.dovetail.interop;

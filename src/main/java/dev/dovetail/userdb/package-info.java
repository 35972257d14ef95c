/**
 * The user directory: who exists, and where each user's mail is. Begin with {@link
 * dev.dovetail.userdb.UserDirectory}; {@link dev.dovetail.userdb.UserDirectories} makes the one
 * that a configuration asks for.
 */
package dev.dovetail.userdb;

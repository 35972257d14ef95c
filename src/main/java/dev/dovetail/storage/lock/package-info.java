/**
 * The locks that Dovecot takes on files: {@link dev.dovetail.storage.lock.DotLock} exists or does
 * not, {@link dev.dovetail.storage.lock.FcntlLock} is held on an open file. Both exclude other
 * processes and other threads of this one.
 */
package dev.dovetail.storage.lock;

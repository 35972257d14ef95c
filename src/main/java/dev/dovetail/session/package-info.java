/**
 * The wiring for one user: settings, store, link and brain become a run. Nothing is decided here.
 * Begin with {@link dev.dovetail.session.SyncSession} (the initiator) and {@link
 * dev.dovetail.session.ServerSession} (the responder). Root never opens a store that belongs to
 * somebody else: {@link dev.dovetail.session.OwnerProcess} runs the same program as the owner.
 */
package dev.dovetail.session;

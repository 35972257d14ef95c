/**
 * What the trees of all store formats share: names on disk, layouts, subscriptions, the log of
 * deletes and renames, the lock of the tree, UIDVALIDITY numbers. Knows no message and no format.
 * Begin reading at {@link dev.dovetail.storage.list.StorageName}.
 */
package dev.dovetail.storage.list;

/**
 * Files written so that they are complete or not there: {@link
 * dev.dovetail.storage.file.AtomicFile} to replace one, {@link
 * dev.dovetail.storage.file.DirectorySync} to make names durable, {@link
 * dev.dovetail.storage.file.InheritedMode} for the permissions of new ones, {@link
 * dev.dovetail.storage.file.FileStatus} for what Java's own attributes do not tell.
 */
package dev.dovetail.storage.file;

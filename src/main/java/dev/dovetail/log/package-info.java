/**
 * Lines to the admin on standard error, in doveadm's form. Wakes slf4j only to print debug output.
 */
package dev.dovetail.log;

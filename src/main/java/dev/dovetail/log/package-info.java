/**
 * Lines to the admin on standard error, in doveadm's form: {@link dev.dovetail.log.StderrLog}. No
 * logging library is woken.
 */
package dev.dovetail.log;

/**
 * Lines to the admin in doveadm's form: {@link dev.dovetail.log.StderrLog}, on standard error or
 * where the configuration's log is. No logging library is woken.
 */
package dev.dovetail.log;

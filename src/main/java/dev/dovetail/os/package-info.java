/** The few things that the operating system knows: names, ids, random bytes. */
package dev.dovetail.os;

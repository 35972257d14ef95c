/** Which mails take part in a sync: dates, size, flags ({@code -t -e -I -O}). */
package dev.dovetail.brain.filter;

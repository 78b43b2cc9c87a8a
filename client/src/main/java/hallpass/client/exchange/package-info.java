/**
 * The asking side of every exchange, as functions of values and an instant: what to send, and what a reply must be before
 * it is believed. Sockets, files, clocks and terminals are somebody else's.
 */
@NullMarked
package hallpass.client.exchange;

import org.jspecify.annotations.NullMarked;

/**
 * The client side of every exchange, without input or output: each class creates requests and
 * checks replies, at a given time.
 */
@NullMarked
package hallpass.client.exchange;

import org.jspecify.annotations.NullMarked;

/** A client of the servers: logs in, gets tokens, sends requests, updates keys and registers. */
@NullMarked
package hallpass.client;

import org.jspecify.annotations.NullMarked;

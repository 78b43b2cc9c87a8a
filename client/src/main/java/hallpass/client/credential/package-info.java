/** The credentials of a client (tickets, tokens and sessions) and the file that caches them. */
@NullMarked
package hallpass.client.credential;

import org.jspecify.annotations.NullMarked;

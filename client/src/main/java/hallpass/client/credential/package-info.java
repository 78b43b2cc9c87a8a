/** What the client holds after the protocols: tickets, tokens and sessions with their keys, and the file that keeps them. */
@NullMarked
package hallpass.client.credential;

import org.jspecify.annotations.NullMarked;

/** The flows of a client (log in, get a ticket, ask a service, update a key, register) and their commands. */
@NullMarked
package hallpass.client;

import org.jspecify.annotations.NullMarked;

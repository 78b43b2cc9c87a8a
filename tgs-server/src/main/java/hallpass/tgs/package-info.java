/** The ticket-granting server: the TGS exchange, its wiring and {@code main}. */
@NullMarked
package hallpass.tgs;

import org.jspecify.annotations.NullMarked;

/** The ticket-granting server: TGS exchange, assembly and {@code main}. */
@NullMarked
package hallpass.tgs;

import org.jspecify.annotations.NullMarked;

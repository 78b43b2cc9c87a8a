/** The authentication server: AS exchange, key update exchange, assembly and {@code main}. */
@NullMarked
package hallpass.as;

import org.jspecify.annotations.NullMarked;

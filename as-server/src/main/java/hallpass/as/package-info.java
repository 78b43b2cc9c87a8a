/** The authentication server: the AS exchange and the key-update exchange, their wiring and {@code main}. */
@NullMarked
package hallpass.as;

import org.jspecify.annotations.NullMarked;

/** The application server: a ticket door and a certificate door, and one desk behind both. */
@NullMarked
package hallpass.app;

import org.jspecify.annotations.NullMarked;

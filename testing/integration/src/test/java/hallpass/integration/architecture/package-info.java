/** Rules that the modules keep, and proof that each of them can be broken. */
@NullMarked
package hallpass.integration.architecture;

import org.jspecify.annotations.NullMarked;

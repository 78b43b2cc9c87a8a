/** Rules that the modules keep, and proof that each of them can be broken. */
@NullMarked
package hallpass.it.architecture;

import org.jspecify.annotations.NullMarked;

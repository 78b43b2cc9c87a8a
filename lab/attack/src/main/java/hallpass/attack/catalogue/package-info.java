/** The attacks, one a file. */
@NullMarked
package hallpass.attack.catalogue;

import org.jspecify.annotations.NullMarked;

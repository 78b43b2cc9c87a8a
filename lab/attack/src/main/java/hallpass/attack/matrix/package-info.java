/** The matrix of attacks and guards: running it and rendering it. */
@NullMarked
package hallpass.attack.matrix;

import org.jspecify.annotations.NullMarked;

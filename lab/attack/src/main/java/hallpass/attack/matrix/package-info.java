/** All attacks against all guards: tried, and shown. */
@NullMarked
package hallpass.attack.matrix;

import org.jspecify.annotations.NullMarked;

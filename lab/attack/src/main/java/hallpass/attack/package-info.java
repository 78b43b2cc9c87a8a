/** Attacks on realms: what one is, what it can do on its stage, and what came of it. */
@NullMarked
package hallpass.attack;

import org.jspecify.annotations.NullMarked;

/** Attacks on realms: their descriptions, the tools that they use, and their outcomes. */
@NullMarked
package hallpass.attack;

import org.jspecify.annotations.NullMarked;

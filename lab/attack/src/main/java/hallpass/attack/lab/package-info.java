/** Throw-away realms for attacks: made, served, watched and removed. */
@NullMarked
package hallpass.attack.lab;

import org.jspecify.annotations.NullMarked;

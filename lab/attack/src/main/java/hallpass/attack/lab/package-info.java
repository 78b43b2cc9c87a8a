/** Temporary realms to attack. */
@NullMarked
package hallpass.attack.lab;

import org.jspecify.annotations.NullMarked;

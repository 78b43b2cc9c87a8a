/** The adversary, the attacks and the exercises against whole realms. */
@NullMarked
package hallpass.integration.lab;

import org.jspecify.annotations.NullMarked;

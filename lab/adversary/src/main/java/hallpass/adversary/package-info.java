/** The attacker of the textbooks: stands on the wires, and does to frames what a scheme says. */
@NullMarked
package hallpass.adversary;

import org.jspecify.annotations.NullMarked;

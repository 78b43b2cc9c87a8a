/** Realms that students break, and that tell from their audit logs how far they got. */
@NullMarked
package hallpass.attack.exercise;

import org.jspecify.annotations.NullMarked;

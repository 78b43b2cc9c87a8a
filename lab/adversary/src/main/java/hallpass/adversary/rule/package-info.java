/** Rules for the adversary: their language, their parser and their execution. */
@NullMarked
package hallpass.adversary.rule;

import org.jspecify.annotations.NullMarked;

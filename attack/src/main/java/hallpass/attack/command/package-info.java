/** The command {@code hallpass attack}. */
@NullMarked
package hallpass.attack.command;

import org.jspecify.annotations.NullMarked;

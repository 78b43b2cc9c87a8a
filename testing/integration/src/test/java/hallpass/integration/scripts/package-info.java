/** The scripts in the folder {@code scripts}, with stand-ins for Java and Maven. */
@NullMarked
package hallpass.integration.scripts;

import org.jspecify.annotations.NullMarked;

/** What every command line shares: error messages with their next steps. */
@NullMarked
package hallpass.console;

import org.jspecify.annotations.NullMarked;

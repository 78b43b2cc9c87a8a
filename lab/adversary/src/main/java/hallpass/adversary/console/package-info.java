/** The adversary process: its command line and its console. */
@NullMarked
package hallpass.adversary.console;

import org.jspecify.annotations.NullMarked;

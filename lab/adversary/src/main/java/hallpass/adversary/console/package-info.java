/** The adversary as a process: its command line, and the console on which a person tells it what to do. */
@NullMarked
package hallpass.adversary.console;

import org.jspecify.annotations.NullMarked;

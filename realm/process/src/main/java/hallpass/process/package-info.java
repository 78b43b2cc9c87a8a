/** A server process: command line, console, log file and shutdown. */
@NullMarked
package hallpass.process;

import org.jspecify.annotations.NullMarked;

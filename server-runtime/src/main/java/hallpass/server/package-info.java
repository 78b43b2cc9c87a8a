/** What every server process shares: command line, start, log and orderly stop. */
@NullMarked
package hallpass.server;

import org.jspecify.annotations.NullMarked;

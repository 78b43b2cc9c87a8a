/** The hallpass command: its command line, terminal, options and error texts. */
@NullMarked
package hallpass.cli;

import org.jspecify.annotations.NullMarked;

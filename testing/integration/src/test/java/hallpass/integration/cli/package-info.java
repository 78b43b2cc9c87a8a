/** The hallpass command and the server jars as processes. */
@NullMarked
package hallpass.integration.cli;

import org.jspecify.annotations.NullMarked;

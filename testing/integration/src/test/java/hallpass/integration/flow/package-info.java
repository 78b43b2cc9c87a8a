/** Both protocols from end to end, and the errors that clients report. */
@NullMarked
package hallpass.integration.flow;

import org.jspecify.annotations.NullMarked;

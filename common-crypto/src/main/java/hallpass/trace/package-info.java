/** Trace events of the protocol, and their text form. */
@NullMarked
package hallpass.trace;

import org.jspecify.annotations.NullMarked;

/** Protocol messages and their encrypted parts, message types, error codes and audit events. */
@NullMarked
package hallpass.message;

import org.jspecify.annotations.NullMarked;

/** What is said: one record for each message and each sealed part, and the error codes. */
@NullMarked
package hallpass.message;

import org.jspecify.annotations.NullMarked;

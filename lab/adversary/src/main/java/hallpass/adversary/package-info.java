/** A man-in-the-middle proxy that records, edits, delays and drops frames. */
@NullMarked
package hallpass.adversary;

import org.jspecify.annotations.NullMarked;

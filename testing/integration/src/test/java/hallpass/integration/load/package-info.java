/** Many clients at once. */
@NullMarked
package hallpass.integration.load;

import org.jspecify.annotations.NullMarked;

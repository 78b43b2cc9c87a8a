/** How values become bytes: fields, layouts, frames. Knows nothing of keys or of what is said. */
@NullMarked
package hallpass.wire;

import org.jspecify.annotations.NullMarked;

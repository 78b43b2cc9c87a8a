/** The wire encoding: fields, layouts, frames. Independent of keys and messages. */
@NullMarked
package hallpass.wire;

import org.jspecify.annotations.NullMarked;

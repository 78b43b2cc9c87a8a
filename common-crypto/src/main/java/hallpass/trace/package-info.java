/** What a party did with a message, as events, and the story told from them. */
@NullMarked
package hallpass.trace;

import org.jspecify.annotations.NullMarked;

/** What the adversary is told to do: rules of one line each, and what comes of them. */
@NullMarked
package hallpass.adversary.rule;

import org.jspecify.annotations.NullMarked;

/** Rules that several parties share: refusals, the checks of tickets and clocks, typed sealing. */
@NullMarked
package hallpass.protocol;

import org.jspecify.annotations.NullMarked;

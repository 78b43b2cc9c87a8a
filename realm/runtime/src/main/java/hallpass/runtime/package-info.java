/** An embeddable server: assembly, start, status, readiness and stop. */
@NullMarked
package hallpass.runtime;

import org.jspecify.annotations.NullMarked;

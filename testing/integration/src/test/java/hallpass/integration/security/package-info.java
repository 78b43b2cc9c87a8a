/** Tampering, replays, malformed input, leaked secrets and guards. */
@NullMarked
package hallpass.integration.security;

import org.jspecify.annotations.NullMarked;

/** Keys, cipher suites and sealing, from plain bytes to {@link hallpass.crypto.Sealed}. */
@NullMarked
package hallpass.crypto;

import org.jspecify.annotations.NullMarked;

/** Keys, cipher suites, string-to-key functions and sealed values. */
@NullMarked
package hallpass.crypto;

import org.jspecify.annotations.NullMarked;

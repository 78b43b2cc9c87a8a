/** X.509 certificates: making, reading, checking. */
@NullMarked
package hallpass.pki;

import org.jspecify.annotations.NullMarked;

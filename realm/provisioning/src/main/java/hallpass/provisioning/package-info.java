/** Creates realms, users, services, keys and certificates. Knows no terminal. */
@NullMarked
package hallpass.provisioning;

import org.jspecify.annotations.NullMarked;

/** Creates realms, users, services, keys and certificates. */
@NullMarked
package hallpass.provisioning;

import org.jspecify.annotations.NullMarked;

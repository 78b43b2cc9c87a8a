/** The {@code hallpass} command, and what it does beside the stores of a realm: realm, users, services, keys. */
@NullMarked
package hallpass.provisioning;

import org.jspecify.annotations.NullMarked;

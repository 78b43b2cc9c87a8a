/** Administration commands: realm, users, services, keys, certificates, audit log. */
@NullMarked
package hallpass.cli.admin;

import org.jspecify.annotations.NullMarked;

/** Principals, key versions and replay records over JDBC, and the realm folder. */
@NullMarked
package hallpass.store;

import org.jspecify.annotations.NullMarked;

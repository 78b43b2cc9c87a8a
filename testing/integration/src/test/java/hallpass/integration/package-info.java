/** Hallpass as a whole: a realm in one JVM over real sockets, and the jars as processes. */
@NullMarked
package hallpass.integration;

import org.jspecify.annotations.NullMarked;

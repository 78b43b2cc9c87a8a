/** Tests of whole realms, in one JVM and as processes. */
@NullMarked
package hallpass.integration;

import org.jspecify.annotations.NullMarked;

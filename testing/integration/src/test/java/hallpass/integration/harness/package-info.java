/** Realms, processes, clients and deadlines for the tests. */
@NullMarked
package hallpass.integration.harness;

import org.jspecify.annotations.NullMarked;

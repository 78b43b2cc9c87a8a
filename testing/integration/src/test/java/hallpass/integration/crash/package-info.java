/** Durability and recovery: killed processes, power loss, outages, failing disks. */
@NullMarked
package hallpass.integration.crash;

import org.jspecify.annotations.NullMarked;

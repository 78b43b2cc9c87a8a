/** The tamper-evident audit log: hash chain, signed checkpoints, verification. */
@NullMarked
package hallpass.audit;

import org.jspecify.annotations.NullMarked;

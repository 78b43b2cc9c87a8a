/** The audit log: what was done, in files that show whether somebody changed them. */
@NullMarked
package hallpass.audit;

import org.jspecify.annotations.NullMarked;

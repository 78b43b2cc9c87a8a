/** What outlives a process: principals and their sealed keys, the record of certificates, and users' notes. */
@NullMarked
package hallpass.store;

import org.jspecify.annotations.NullMarked;

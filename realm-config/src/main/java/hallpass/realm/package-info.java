/** The realm file: what it may say, where each process listens, and how it is read. */
@NullMarked
package hallpass.realm;

import org.jspecify.annotations.NullMarked;

/** The realm file: what it may say, where each process listens, and how it is read. */
@NullMarked
package hallpass.config;

import org.jspecify.annotations.NullMarked;

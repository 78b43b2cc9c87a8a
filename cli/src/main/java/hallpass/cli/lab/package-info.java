/** Lab commands: attacks, the matrix and exercises. */
@NullMarked
package hallpass.cli.lab;

import org.jspecify.annotations.NullMarked;

/** A realm inside a JVM: any of its five servers, with injected clock, randomness and stores. */
@NullMarked
package hallpass.testkit;

import org.jspecify.annotations.NullMarked;

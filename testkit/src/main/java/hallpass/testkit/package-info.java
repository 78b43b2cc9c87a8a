/** Helpers for tests: scripted clocks and randomness, mutations of messages, launched jars. */
@NullMarked
package hallpass.testkit;

import org.jspecify.annotations.NullMarked;

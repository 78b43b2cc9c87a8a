/** Dependency rules of the modules, and tests that each rule detects a violation. */
@NullMarked
package hallpass.integration.architecture;

import org.jspecify.annotations.NullMarked;

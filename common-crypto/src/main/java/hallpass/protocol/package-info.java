/**
 * Protocol rules that several parties share: guards, request dispatch, ticket verification,
 * sealing.
 */
@NullMarked
package hallpass.protocol;

import org.jspecify.annotations.NullMarked;

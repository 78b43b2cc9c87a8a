/** The certificate authority: enrolment, ledger of certificates, revocation and {@code main}. */
@NullMarked
package hallpass.ca;

import org.jspecify.annotations.NullMarked;

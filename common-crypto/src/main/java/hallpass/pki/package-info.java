/** X.509 certificates, CRLs and OCSP: issuing and validation, and proofs that rest on them. */
@NullMarked
package hallpass.pki;

import org.jspecify.annotations.NullMarked;

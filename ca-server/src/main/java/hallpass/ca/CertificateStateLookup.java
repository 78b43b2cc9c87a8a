package hallpass.ca;

import hallpass.pki.RevocationStatus;
import java.math.BigInteger;

/** What the authority knows of its certificates, at the moment at which it is asked. */
@FunctionalInterface
public interface CertificateStateLookup {
    /** One that is only reserved is unknown, unless it was revoked: nobody can have it. */
    RevocationStatus stateOf(BigInteger serial);
}

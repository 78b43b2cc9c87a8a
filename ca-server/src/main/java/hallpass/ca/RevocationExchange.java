package hallpass.ca;

import hallpass.message.ErrorCode;
import hallpass.message.RevocationRep;
import hallpass.message.RevocationReq;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.CertificateState;
import hallpass.pki.CertificateState.Revoked;
import hallpass.pki.Certificates;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.trace.Deed;
import hallpass.trace.Fact;
import java.math.BigInteger;

/** Says whether a certificate was revoked, as it is in the ledger now: P11 in, P12 out. */
public final class RevocationExchange {
    private final CertificateAuthority authority;
    private final Revocations revocations;

    public RevocationExchange(CertificateAuthority authority, Revocations revocations) {
        this.authority = authority;
        this.revocations = revocations;
    }

    /**
     * @throws Refusal MALFORMED if it is no serial number that a certificate can have
     */
    public RevocationRep answer(RevocationReq request, Occasion at) throws Refusal {
        int size = request.serial().size();
        if (size < 1 || size > RevocationReq.MAX_SERIAL) {
            throw new Refusal(ErrorCode.HP_ERR_MALFORMED, "a serial number of " + size + " bytes");
        }
        BigInteger serial = request.number();
        at.about(Fact.SERIAL, Certificates.shown(serial));
        CertificateState state = revocations.of(serial);
        at.done(Deed.REVOCATION_ANSWERED, "number " + Certificates.shown(serial) + ", " + words(state));
        return new RevocationRep(authority.revocationAnswer(serial, state, request.nonce(), at.now()));
    }

    private static String words(CertificateState state) {
        if (state instanceof Revoked revoked) {
            return "revoked at " + revoked.at() + ", " + revoked.reason().rfcName();
        }
        return state instanceof CertificateState.Good ? "good" : "unknown";
    }
}

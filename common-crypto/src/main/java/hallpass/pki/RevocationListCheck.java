package hallpass.pki;

import static hallpass.message.ErrorCode.HP_ERR_REVOCATION_NYV;
import static hallpass.message.ErrorCode.HP_ERR_REVOCATION_SIGNATURE;
import static hallpass.message.ErrorCode.HP_ERR_REVOCATION_STALE;
import static hallpass.message.ErrorCode.HP_ERR_REVOCATION_UNKNOWN;

import hallpass.protocol.ClockSkew;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.trace.Comparison;
import hallpass.trace.Deed;
import hallpass.wire.Bytes;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;

/** What is held against a list of revoked certificates before it is believed (RFC 5280 §6.3.3): see {@link CertificateCheck#lists}. */
public final class RevocationListCheck {
    private final X509Certificate authority;
    private final RSAPublicKey authorityKey;
    private final ClockSkew skew;

    RevocationListCheck(X509Certificate authority, RSAPublicKey authorityKey, ClockSkew skew) {
        this.authority = authority;
        this.authorityKey = authorityKey;
        this.skew = skew;
    }

    /**
     * The list, if it is the authority's and good now.
     *
     * @param encoded in DER, as it came
     * @param seen the highest number that was seen before; 0 if none was
     * @throws Refusal HP_ERR_REVOCATION_UNKNOWN if it is no list; _SIGNATURE, _NYV or _STALE: in this order, the first that
     *     applies
     */
    public RevocationList accept(Bytes encoded, long seen, Occasion at) throws Refusal {
        RevocationList list = read(encoded);
        checkMaker(list, at);
        at.compare(
                Comparison.LIST_START,
                list.thisUpdate(),
                at.now(),
                !list.thisUpdate().isAfter(at.now().plus(skew.allowed())),
                HP_ERR_REVOCATION_NYV);
        at.compare(
                Comparison.LIST_EXPIRY,
                at.now(),
                list.nextUpdate(),
                at.now().isBefore(list.nextUpdate()),
                HP_ERR_REVOCATION_STALE);
        at.compare(Comparison.LIST_NUMBER, list.number(), seen, list.number() >= seen, HP_ERR_REVOCATION_STALE);
        at.done(Deed.LIST_ACCEPTED, "number " + list.number());
        return list;
    }

    /** Whether it is the authority's, though it may be an old one. */
    public boolean isGenuine(RevocationList list) {
        return list.isOf(authority);
    }

    private void checkMaker(RevocationList list, Occasion at) throws Refusal {
        at.compare(
                Comparison.LIST_ISSUER,
                Certificates.commonName(list.issuer()),
                Certificates.commonName(authority.getSubjectX500Principal()),
                list.issuer().equals(authority.getSubjectX500Principal()),
                HP_ERR_REVOCATION_SIGNATURE);
        boolean made = list.isSignedBy(authorityKey);
        at.compare(
                Comparison.LIST_SIGNATURE,
                list.algorithm(),
                made ? "made it" : "did not make it",
                made,
                HP_ERR_REVOCATION_SIGNATURE);
    }

    private static RevocationList read(Bytes encoded) throws Refusal {
        try {
            return RevocationList.decode(encoded);
        } catch (KeyMaterialException e) {
            throw new Refusal(HP_ERR_REVOCATION_UNKNOWN, "what came " + e.problem());
        }
    }
}

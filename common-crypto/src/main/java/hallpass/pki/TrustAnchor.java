package hallpass.pki;

import hallpass.message.ErrorCode;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.trace.Comparison;
import hallpass.wire.Bytes;
import java.security.cert.X509Certificate;

/** The authority that a client believes when a server shows a certificate. */
@FunctionalInterface
public interface TrustAnchor {
    /**
     * @param sentAlong the authority's certificate in DER that the server sent with its own; empty if it sent none
     * @throws Refusal HP_ERR_CERTIFICATE_UNREADABLE or _ISSUER if what came along is to be believed and cannot be
     */
    CertificateCheck of(Bytes sentAlong, Occasion at) throws Refusal;

    /** The one that the client was given beforehand, whatever comes along: the guard {@code pinned-anchor}. */
    static TrustAnchor pinned(CertificateCheck own) {
        return (sentAlong, at) -> own;
    }

    /**
     * The one that came along, if it has the right name, and else the one that the client was given. Weak on purpose: anybody
     * can make an authority of that name, which vouches for itself.
     */
    static TrustAnchor sentAlongOr(CertificateCheck own) {
        return (sentAlong, at) -> sentAlong.isEmpty() ? own : named(own, sentAlong, at);
    }

    private static CertificateCheck named(CertificateCheck own, Bytes sentAlong, Occasion at) throws Refusal {
        X509Certificate authority = read(sentAlong);
        String name = Certificates.subjectName(authority);
        String expected = Certificates.subjectName(own.authority());
        at.compare(
                Comparison.CERTIFICATE_ISSUER,
                name,
                expected,
                name.equals(expected),
                ErrorCode.HP_ERR_CERTIFICATE_ISSUER);
        try {
            return CertificateCheck.trusting(authority);
        } catch (KeyMaterialException e) {
            throw new Refusal(ErrorCode.HP_ERR_CERTIFICATE_ISSUER, "the authority that was sent along " + e.problem());
        }
    }

    private static X509Certificate read(Bytes certificate) throws Refusal {
        try {
            return Certificates.decode(certificate);
        } catch (KeyMaterialException e) {
            throw new Refusal(
                    ErrorCode.HP_ERR_CERTIFICATE_UNREADABLE, "the authority that was sent along " + e.problem());
        }
    }
}

package hallpass.pki;

import hallpass.message.ErrorCode;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.trace.Check;
import hallpass.wire.Bytes;
import java.security.cert.X509Certificate;

/** The authority that a client believes when a server shows a certificate. */
@FunctionalInterface
public interface TrustAnchorChoice {
    /**
     * @param received the authority's certificate in DER that the server sent with its own; empty if it sent none
     * @throws Refusal HP_ERR_CERTIFICATE_UNREADABLE or _ISSUER if what came along is to be believed and cannot be
     */
    CertificateValidator choose(Bytes received, ExchangeContext context) throws Refusal;

    /** The one that the client was given beforehand, whatever comes along: the guard {@code pinned-anchor}. */
    static TrustAnchorChoice pinned(CertificateValidator configured) {
        return (sentAlong, context) -> configured;
    }

    /**
     * The one that came along, if it has the right name, and else the one that the client was given. Weak on purpose: anybody
     * can make an authority of that name, which vouches for itself.
     */
    static TrustAnchorChoice receivedOr(CertificateValidator configured) {
        return (sentAlong, context) ->
                sentAlong.isEmpty() ? configured : receivedAnchor(configured, sentAlong, context);
    }

    private static CertificateValidator receivedAnchor(
            CertificateValidator configured, Bytes received, ExchangeContext context) throws Refusal {
        X509Certificate authority = decode(received);
        String name = Certificates.subjectName(authority);
        String expected = Certificates.subjectName(configured.authority());
        context.check(
                Check.CERTIFICATE_ISSUER, name, expected, name.equals(expected), ErrorCode.HP_ERR_CERTIFICATE_ISSUER);
        try {
            return CertificateValidator.trusting(authority);
        } catch (KeyMaterialException e) {
            throw new Refusal(ErrorCode.HP_ERR_CERTIFICATE_ISSUER, "the authority that was sent along " + e.problem());
        }
    }

    private static X509Certificate decode(Bytes certificate) throws Refusal {
        try {
            return Certificates.decode(certificate);
        } catch (KeyMaterialException e) {
            throw new Refusal(
                    ErrorCode.HP_ERR_CERTIFICATE_UNREADABLE, "the authority that was sent along " + e.problem());
        }
    }
}

package hallpass.pki;

import hallpass.message.ErrorCode;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.trace.Check;
import hallpass.wire.Bytes;
import java.security.cert.X509Certificate;

/** Chooses the CA that a client trusts when it validates a server certificate. */
@FunctionalInterface
public interface TrustAnchorChoice {
    /**
     * @param received the CA certificate in DER that the server sent with its own; empty if none
     * @throws Refusal HP_ERR_CERTIFICATE_UNREADABLE or _ISSUER if the received certificate is
     *     unusable
     */
    CertificateValidator choose(Bytes received, ExchangeContext context) throws Refusal;

    /** Always the configured CA: the guard {@code pinned-anchor}. */
    static TrustAnchorChoice pinned(CertificateValidator configured) {
        return (sentAlong, context) -> configured;
    }

    /**
     * The received CA if its name matches, else the configured one. Insecure by design: anyone can
     * create a CA with that name.
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
            throw new Refusal(ErrorCode.HP_ERR_CERTIFICATE_ISSUER, "the received CA certificate " + e.problem());
        }
    }

    private static X509Certificate decode(Bytes certificate) throws Refusal {
        try {
            return Certificates.decode(certificate);
        } catch (KeyMaterialException e) {
            throw new Refusal(ErrorCode.HP_ERR_CERTIFICATE_UNREADABLE, "the received CA certificate " + e.problem());
        }
    }
}

package hallpass.client.exchange;

import hallpass.message.PrincipalName;
import hallpass.message.ServerCertificateRep;
import hallpass.message.ServerCertificateReq;
import hallpass.pki.CertificateValidator;
import hallpass.pki.Certificates;
import hallpass.pki.KeyMaterialException;
import hallpass.pki.ServerKeyChoice;
import hallpass.pki.TrustAnchorChoice;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.protocol.Transcript;
import hallpass.wire.Bytes;
import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;

/** The client side of P3 and P4: requests the server's certificate and validates it. */
public final class CertificateExchangeClient {
    private final TrustAnchorChoice anchor;
    private final ServerKeyChoice keyChoice;
    private final ClockSkew skew;

    public CertificateExchangeClient(TrustAnchorChoice anchor, ServerKeyChoice keys, ClockSkew skew) {
        this.anchor = anchor;
        this.keyChoice = keys;
        this.skew = skew;
    }

    public ServerCertificateReq createRequest(PrincipalName server, ExchangeContext context) {
        return new ServerCertificateReq(server, context.now());
    }

    /**
     * Returns the server's public key after validating its certificate.
     *
     * @throws Refusal those of {@link TrustAnchorChoice#choose}, {@link
     *     CertificateValidator#validateServer} and {@link ServerKeyChoice#choose}; SKEW if the
     *     reply is not recent
     */
    public ServerKey acceptReply(ServerCertificateReq request, ServerCertificateRep reply, ExchangeContext context)
            throws Refusal {
        CertificateValidator certificateValidator = anchor.choose(reply.caCertificate(), context);
        RSAPublicKey certifiedKey = certificateValidator.validateServer(reply.certificate(), request.server(), context);
        skew.check(reply.sentAt(), context);
        RSAPublicKey key = keyChoice.choose(certifiedKey, reply.publicKey(), context);
        return new ServerKey(
                request.server(),
                key,
                certifiedKey,
                serialNumber(reply.certificate()),
                certificateValidator,
                Transcript.EMPTY.append(request).append(reply));
    }

    private static BigInteger serialNumber(Bytes certificate) {
        try {
            return Certificates.serialNumber(certificate);
        } catch (KeyMaterialException e) {
            throw new AssertionError("an accepted certificate is readable", e);
        }
    }
}

package hallpass.client.exchange;

import hallpass.message.CertificateRep;
import hallpass.message.CertificateReq;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateCheck;
import hallpass.pki.Certificates;
import hallpass.pki.KeyMaterialException;
import hallpass.pki.ServerKeyChoice;
import hallpass.pki.TrustAnchor;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.protocol.Transcript;
import hallpass.wire.Bytes;
import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;

/** P3 and P4, the client's side: asks the server who it is, and holds its certificate against the authority's. */
public final class CertificateExchange {
    private final TrustAnchor anchor;
    private final ServerKeyChoice keys;
    private final ClockSkew skew;

    public CertificateExchange(TrustAnchor anchor, ServerKeyChoice keys, ClockSkew skew) {
        this.anchor = anchor;
        this.keys = keys;
        this.skew = skew;
    }

    public CertificateReq ask(PrincipalName server, Occasion at) {
        return new CertificateReq(server, at.now());
    }

    /**
     * The key to speak to, once the certificate is found good.
     *
     * @throws Refusal those of {@link TrustAnchor#of}, {@link CertificateCheck#accept} and {@link ServerKeyChoice#choose}; SKEW
     *     if it was not said now
     */
    public ServerKey accept(CertificateReq asked, CertificateRep reply, Occasion at) throws Refusal {
        CertificateCheck authority = anchor.of(reply.authority(), at);
        RSAPublicKey certified = authority.accept(reply.certificate(), asked.server(), at);
        skew.check(reply.sentAt(), at);
        RSAPublicKey key = keys.choose(certified, reply.publicKey(), at);
        return new ServerKey(
                asked.server(),
                key,
                certified,
                serial(reply.certificate()),
                authority,
                Transcript.START.then(asked).then(reply));
    }

    private static BigInteger serial(Bytes accepted) {
        try {
            return Certificates.serial(accepted);
        } catch (KeyMaterialException e) {
            throw new AssertionError("a certificate that was accepted can be read", e);
        }
    }
}

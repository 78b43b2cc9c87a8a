package hallpass.client.exchange;

import hallpass.message.CertificateRep;
import hallpass.message.CertificateReq;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateCheck;
import hallpass.pki.Certificates;
import hallpass.pki.KeyMaterialException;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.wire.Bytes;
import java.math.BigInteger;

/** P3 and P4, the client's side: asks the server who it is, and holds its certificate against the authority's. */
public final class CertificateExchange {
    private final CertificateCheck check;
    private final ClockSkew skew;

    public CertificateExchange(CertificateCheck check, ClockSkew skew) {
        this.check = check;
        this.skew = skew;
    }

    public CertificateReq ask(PrincipalName server, Occasion at) {
        return new CertificateReq(server, at.now());
    }

    /**
     * The PK_s that stands beside the certificate, once the certificate is found good. Weak on purpose: the protocol was
     * first drawn so, and nothing says that both hold the same key.
     *
     * @throws Refusal those of {@link CertificateCheck#accept}; SKEW if it was not said now
     */
    public ServerKey accept(CertificateReq asked, CertificateRep reply, Occasion at) throws Refusal {
        check.accept(reply.certificate(), asked.server(), at);
        skew.check(reply.sentAt(), at);
        return new ServerKey(
                asked.server(), CertificateCheck.uncertifiedKey(reply.publicKey()), serial(reply.certificate()));
    }

    private static BigInteger serial(Bytes accepted) {
        try {
            return Certificates.serial(accepted);
        } catch (KeyMaterialException e) {
            throw new AssertionError("a certificate that was accepted can be read", e);
        }
    }
}

package hallpass.app;

import hallpass.message.ErrorCode;
import hallpass.message.ServerCertificateRep;
import hallpass.message.ServerCertificateReq;
import hallpass.pki.RsaKeys;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.trace.AuditField;
import hallpass.trace.Check;

/** Certificate exchange: answers P3 with the server's certificate, P4. */
public final class CertificateExchange {
    private final ClockSkew skew;

    public CertificateExchange(ClockSkew skew) {
        this.skew = skew;
    }

    /**
     * @throws Refusal CERTIFICATE_NAME if the request names another server; SKEW, so that a client
     *     with a wrong clock learns of it before it validates a certificate; CERTIFICATE_EXPIRED if
     *     the server could not renew its certificate
     */
    public ServerCertificateRep answer(ServerCertificateReq request, ServerIdentity identity, ExchangeContext context)
            throws Refusal {
        context.recordField(AuditField.SERVER, request.server());
        context.checkEqual(Check.SERVER, request.server(), identity.name(), ErrorCode.HP_ERR_CERTIFICATE_NAME);
        skew.check(request.sentAt(), context);
        identity.requireValid(context);
        return new ServerCertificateRep(RsaKeys.encode(identity.publicKey()), identity.certificate(), context.now());
    }
}

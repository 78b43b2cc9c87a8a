package hallpass.app;

import hallpass.message.CertificateRep;
import hallpass.message.CertificateReq;
import hallpass.message.ErrorCode;
import hallpass.pki.RsaKeys;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.trace.AuditField;
import hallpass.trace.Check;

/** Says who the server is: P3 in, P4 out. */
public final class CertificateExchange {
    private final ClockSkew skew;

    public CertificateExchange(ClockSkew skew) {
        this.skew = skew;
    }

    /**
     * @throws Refusal CERTIFICATE_EXPIRED if the server could not renew its own; CERTIFICATE_NAME if another server is asked for; SKEW, so that a client whose clock is off hears it
     *     before it judges a certificate by it
     */
    public CertificateRep answer(CertificateReq request, ServerIdentity self, ExchangeContext context) throws Refusal {
        context.recordField(AuditField.SERVER, request.server());
        context.checkEqual(Check.SERVER, request.server(), self.name(), ErrorCode.HP_ERR_CERTIFICATE_NAME);
        skew.check(request.sentAt(), context);
        self.requireValid(context);
        return new CertificateRep(RsaKeys.encode(self.publicKey()), self.certificate(), context.now());
    }
}

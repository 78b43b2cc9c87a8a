package hallpass.ca;

import hallpass.message.ErrorCode;
import hallpass.message.RevocationStatusRep;
import hallpass.message.RevocationStatusReq;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.Certificates;
import hallpass.pki.RevocationStatus;
import hallpass.pki.RevocationStatus.Revoked;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.trace.Action;
import hallpass.trace.AuditField;
import java.math.BigInteger;

/** Revocation exchange: answers P11 with the current revocation status of a certificate, P12. */
public final class RevocationStatusExchange {
    private final CertificateAuthority authority;
    private final RevocationStatusLookup states;

    public RevocationStatusExchange(CertificateAuthority authority, RevocationStatusLookup states) {
        this.authority = authority;
        this.states = states;
    }

    /**
     * @throws Refusal MALFORMED if the serial number has an invalid length
     */
    public RevocationStatusRep answer(RevocationStatusReq request, ExchangeContext context) throws Refusal {
        int size = request.serialNumber().size();
        if (size < 1 || size > RevocationStatusReq.MAX_SERIAL_BYTES) {
            throw new Refusal(ErrorCode.HP_ERR_MALFORMED, "a serial number of " + size + " bytes");
        }
        BigInteger serial = request.toBigInteger();
        context.recordField(AuditField.SERIAL, Certificates.formatSerial(serial));
        RevocationStatus status = states.statusOf(serial);
        context.recordAction(
                Action.REVOCATION_STATUS_ANSWERED,
                "serial number " + Certificates.formatSerial(serial) + ", " + describe(status));
        return new RevocationStatusRep(authority.signOcspResponse(serial, status, request.nonce(), context.now()));
    }

    private static String describe(RevocationStatus status) {
        if (status instanceof Revoked revoked) {
            return "revoked at " + revoked.revokedAt() + ", " + revoked.reason().rfcName();
        }
        return status instanceof RevocationStatus.Good ? "good" : "unknown";
    }
}

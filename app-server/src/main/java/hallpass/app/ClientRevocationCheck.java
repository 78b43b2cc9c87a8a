package hallpass.app;

import hallpass.message.ClientRegistrationReq;
import hallpass.message.ErrorCode;
import hallpass.message.Nonce;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.message.RevocationStatusRep;
import hallpass.message.RevocationStatusReq;
import hallpass.net.ErrorReplyException;
import hallpass.net.MessageConnection;
import hallpass.net.UnreachableException;
import hallpass.pki.Certificates;
import hallpass.pki.ClientVerifier;
import hallpass.pki.KeyMaterialException;
import hallpass.pki.OcspResponseValidator;
import hallpass.pki.RevocationStatus;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.protocol.Transcript;
import hallpass.protocol.UnavailableException;
import hallpass.runtime.ServerContext;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import hallpass.wire.DecodeException;
import java.math.BigInteger;
import java.time.Duration;

/**
 * Checks a client's certificate for revocation at the authority (P11, P12). Fails closed: without
 * an answer, the registration is refused.
 */
record ClientRevocationCheck(ServerContext serverContext, OcspResponseValidator answerCheck) implements ClientVerifier {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    @Override
    public void verify(
            ClientRegistrationReq request,
            PrincipalName client,
            PrincipalName server,
            Transcript transcript,
            ExchangeContext context)
            throws Refusal {
        BigInteger serial = serial(request.certificate());
        RevocationStatus status = certificateState(serial, context);
        if (!(status instanceof RevocationStatus.Good)) {
            throw new Refusal(
                    ErrorCode.HP_ERR_CLIENT_PROOF,
                    "the certificate " + Certificates.formatSerial(serial) + " of " + client + " is "
                            + (status instanceof RevocationStatus.Revoked ? "revoked" : "unknown to the authority"));
        }
    }

    private RevocationStatus certificateState(BigInteger serial, ExchangeContext context) throws Refusal {
        Nonce nonce = Nonce.random(serverContext.randomness());
        try (MessageConnection authority = MessageConnection.open(serverContext.route(Party.CA), TIMEOUT, TIMEOUT)) {
            RevocationStatusRep reply =
                    authority.call(RevocationStatusReq.of(serial, nonce), RevocationStatusRep.class, Trace.NONE);
            return answerCheck.validate(reply.ocspResponse(), serial, nonce, context);
        } catch (UnreachableException | ErrorReplyException | DecodeException e) {
            throw new UnavailableException("ca cannot be reached to check a client's certificate for revocation", e);
        }
    }

    private static BigInteger serial(Bytes certificate) {
        try {
            return Certificates.serialNumber(certificate);
        } catch (KeyMaterialException e) {
            throw new AssertionError("an accepted certificate cannot be decoded", e);
        }
    }
}

package hallpass.app;

import hallpass.message.ClientRegistrationReq;
import hallpass.message.ErrorCode;
import hallpass.message.Nonce;
import hallpass.message.PrincipalName;
import hallpass.message.RevocationRep;
import hallpass.message.RevocationReq;
import hallpass.net.ErrorReply;
import hallpass.net.MessageConnection;
import hallpass.net.UnreachableException;
import hallpass.pki.CertificateState;
import hallpass.pki.Certificates;
import hallpass.pki.ClientCheck;
import hallpass.pki.KeyMaterialException;
import hallpass.pki.RevocationAnswerCheck;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.protocol.Transcript;
import hallpass.protocol.UnavailableException;
import hallpass.server.ServerContext;
import hallpass.trace.Party;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import hallpass.wire.DecodeException;
import java.math.BigInteger;
import java.time.Duration;

/** Asks the authority after a client's certificate (P11, P12) before it is believed, and fails closed. */
record ClientRevocation(ServerContext context, RevocationAnswerCheck check) implements ClientCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    @Override
    public void check(
            ClientRegistrationReq request, PrincipalName client, PrincipalName server, Transcript before, Occasion at)
            throws Refusal {
        BigInteger serial = serial(request.certificate());
        CertificateState state = state(serial, at);
        if (!(state instanceof CertificateState.Good)) {
            throw new Refusal(
                    ErrorCode.HP_ERR_CLIENT_PROOF,
                    "the certificate " + Certificates.shown(serial) + " of " + client + " is "
                            + (state instanceof CertificateState.Revoked ? "revoked" : "unknown to the authority"));
        }
    }

    private CertificateState state(BigInteger serial, Occasion at) throws Refusal {
        Nonce nonce = Nonce.random(context.randomness());
        try (MessageConnection authority =
                MessageConnection.open(context.realm().config().route(Party.CA), PATIENCE, PATIENCE)) {
            RevocationRep reply = authority.ask(RevocationReq.about(serial, nonce), RevocationRep.class, Trace.NONE);
            return check.read(reply.answer(), serial, nonce, at);
        } catch (UnreachableException | ErrorReply | DecodeException e) {
            throw new UnavailableException("ca cannot be asked whether a client's certificate was revoked", e);
        }
    }

    private static BigInteger serial(Bytes accepted) {
        try {
            return Certificates.serial(accepted);
        } catch (KeyMaterialException e) {
            throw new AssertionError("a certificate that was accepted can be read", e);
        }
    }
}

package hallpass.client;

import hallpass.client.credential.CachedTicket;
import hallpass.client.exchange.AsExchangeClient;
import hallpass.client.exchange.AsExchangeClient.PendingAsRequest;
import hallpass.crypto.SymmetricKey;
import hallpass.message.AsRep;
import hallpass.message.AsReq;
import hallpass.message.ErrorCode;
import hallpass.message.Party;
import hallpass.message.PreAuthenticationRep;
import hallpass.message.PreAuthenticationReq;
import hallpass.message.PrincipalName;
import hallpass.net.MessageConnection;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.SpakeAgreement;
import java.util.Optional;

/**
 * Logs in with K11 and K12 before K1 and K2: the key is derived with the salt of the AS. Under the
 * guard {@code preauth} the client also proves that it knows the key.
 */
record NegotiatedLogin(ClientSettings settings, boolean requiresPreAuthentication) implements LoginStrategy {
    @Override
    public LoginResult login(PrincipalName user, PasswordSource password) throws ClientException {
        PrincipalName ticketGranting = settings.config().tgsName();
        PreAuthenticationReq preAuthenticationReq = new PreAuthenticationReq(user);
        Failover asServers = Failover.to(Party.AS, settings, user.text(), ticketGranting.text());
        String salt = asServers
                .send(context -> preAuthenticationReq, PreAuthenticationRep.class)
                .reply()
                .salt();
        ExchangeContext context = ServerCall.to(Party.AS, settings, user.text(), ticketGranting.text())
                .newContext();
        SymmetricKey key = LoginStrategy.deriveKey("K_c", user, password, salt, settings, context);
        return new LoginResult(
                asServers.firstAnswer(call -> requestTicket(preAuthenticationReq, ticketGranting, key, call)), salt);
    }

    private CachedTicket requestTicket(
            PreAuthenticationReq preAuthenticationReq, PrincipalName ticketGranting, SymmetricKey key, ServerCall call)
            throws ClientException {
        AsExchangeClient exchange = settings.asExchange();
        try (MessageConnection connection = call.connect()) {
            PendingAsRequest withoutProof = call.run(context -> new PendingAsRequest(
                    exchange.createRequest(
                            preAuthenticationReq.client(), ticketGranting, settings.randomness(), context),
                    key));
            PendingAsRequest pending = requiresPreAuthentication
                    ? addPreAuthentication(exchange, withoutProof, preAuthenticationReq, connection, call)
                    : withoutProof;
            AsRep reply = sendRequest(pending.request(), connection, call);
            return LoginStrategy.acceptReply(exchange, pending, reply, call, call.newContext(), settings);
        }
    }

    private AsRep sendRequest(AsReq request, MessageConnection connection, ServerCall call) throws ClientException {
        try {
            return call.send(connection, request, AsRep.class);
        } catch (ClientException failure) {
            // The AS has found that the password is wrong, as the client does in a direct login.
            throw failure.code().equals(Optional.of(ErrorCode.KDC_ERR_PREAUTH_FAILED))
                    ? settings.wrongPassword(request.client(), ErrorCode.KDC_ERR_PREAUTH_FAILED)
                    : failure;
        }
    }

    /**
     * Requests a new SPAKE2 share: a share is valid on its own connection only, and a connection is
     * not kept open while the user types.
     */
    private PendingAsRequest addPreAuthentication(
            AsExchangeClient exchange,
            PendingAsRequest withoutProof,
            PreAuthenticationReq preAuthenticationReq,
            MessageConnection connection,
            ServerCall call)
            throws ClientException {
        PreAuthenticationRep offer = call.send(connection, preAuthenticationReq, PreAuthenticationRep.class);
        return call.run(context -> exchange.addPreAuthentication(
                withoutProof, new SpakeAgreement(preAuthenticationReq, offer), settings.randomness(), context));
    }
}

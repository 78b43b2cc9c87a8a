package hallpass.client;

import hallpass.client.Failover.CompletedCall;
import hallpass.client.LoginStrategy.LoginResult;
import hallpass.client.credential.CachedTicket;
import hallpass.client.credential.CachedToken;
import hallpass.client.exchange.KeyUpdateExchangeClient;
import hallpass.client.exchange.TgsExchangeClient;
import hallpass.config.RealmConfig;
import hallpass.crypto.SymmetricKey;
import hallpass.message.KeyUpdateRep;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.message.TgsRep;
import hallpass.message.TgsReq;
import hallpass.net.MessageConnection;
import hallpass.protocol.ExchangeContext;

/**
 * Performs the operations of a Kerberos user: log in, get a token, send requests, change the key.
 */
public final class KerberosClient {
    private final ClientSettings settings;

    public KerberosClient(ClientSettings settings) {
        this.settings = settings;
    }

    /**
     * Gets a ticket-granting ticket with K1, K2, and with K11, K12 before them if a guard of the
     * realm requires that. Then verifies the KDC as the settings say.
     *
     * @param password read after the first reply, so that an unknown user is reported before the
     *     prompt
     */
    public CachedTicket login(PrincipalName user, PasswordSource password) throws ClientException {
        return loginAndVerifyKdc(user, password).ticket();
    }

    private LoginResult loginAndVerifyKdc(PrincipalName user, PasswordSource password) throws ClientException {
        LoginResult result = LoginStrategy.of(settings).login(user, password);
        settings.kdcVerifier().verify(result.ticket(), settings);
        return result;
    }

    /** Gets a token for a service: K3, K4. */
    public CachedToken requestToken(CachedTicket ticket, PrincipalName service) throws ClientException {
        TgsExchangeClient exchange = settings.tgsExchange();
        CompletedCall<TgsReq, TgsRep> completed = Failover.to(
                        Party.TGS, settings, ticket.client().text(), service.text())
                .send(context -> exchange.createRequest(ticket, service, settings.randomness(), context), TgsRep.class);
        return completed
                .call()
                .run(context -> exchange.acceptReply(completed.request(), completed.reply(), ticket, context));
    }

    /** Authenticates to the service, and the service to the client: K5, K6. */
    public ServiceSession openSession(CachedToken token) throws ClientException {
        return ServiceSession.open(token, settings);
    }

    /** Sends one request to the service, on a new connection: K5 to K8. */
    public String request(CachedToken token, String request) throws ClientException {
        try (ServiceSession session = openSession(token)) {
            return session.request(request);
        }
    }

    /**
     * Replaces the user's key: a login and a token with K1 to K4, then K9, K10. Present tickets
     * stay valid until they expire, because they depend on session keys; the next login needs the
     * new password.
     *
     * @param newPassword read after the old password has been verified
     * @return the version of the new key
     */
    public int updateKey(PrincipalName user, PasswordSource oldPassword, PasswordSource newPassword)
            throws ClientException {
        LoginResult result = loginAndVerifyKdc(user, oldPassword);
        ExchangeContext context = ServerCall.to(Party.AS, settings, user.text(), RealmConfig.KEY_UPDATE_SERVICE.text())
                .newContext();
        // Read before the token is requested: the AS accepts only a fresh token.
        SymmetricKey newKey = LoginStrategy.deriveKey("K_c (new)", user, newPassword, result.salt(), settings, context);
        CachedToken token = requestToken(result.ticket(), RealmConfig.KEY_UPDATE_SERVICE);
        return Failover.to(Party.AS, settings, user.text(), RealmConfig.KEY_UPDATE_SERVICE.text())
                .atMostOnce(asCall -> sendNewKey(asCall, token, newKey));
    }

    private int sendNewKey(ServerCall asCall, CachedToken token, SymmetricKey newKey) throws ClientException {
        KeyUpdateExchangeClient exchange = new KeyUpdateExchangeClient(settings.sealer());
        try (MessageConnection connection = asCall.connectWithLongTimeout()) {
            KeyUpdateExchangeClient.PendingKeyUpdate pending =
                    asCall.run(context -> exchange.createRequest(token, newKey, context));
            try {
                KeyUpdateRep reply = asCall.send(connection, pending.request(), KeyUpdateRep.class);
                return asCall.run(context -> exchange.acceptReply(pending, reply, token, context));
            } catch (ClientException failure) {
                // Only an error reply, or a failed connection, proves that the key is unchanged.
                throw failure.error().isWithoutEffect()
                        ? failure
                        : new ClientException(new ClientError.UnknownKeyUpdateOutcome(failure.error(), token.client()));
            }
        }
    }
}

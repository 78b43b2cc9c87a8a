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

/** What a user does in a Kerberos realm: log in, get a token, ask the service, change the key. */
public final class KerberosClient {
    private final ClientSettings settings;

    public KerberosClient(ClientSettings settings) {
        this.settings = settings;
    }

    /**
     * Gets a ticket-granting ticket: K1, K2, and before them K11, K12 where the realm has a guard that needs them. Then has the KDC checked
     * as the setting says.
     *
     * @param password asked once the reply is there, so that an unknown user is told before anything is typed
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

    /** Goes through the ticket door, and has the service prove itself: K5, K6. */
    public ServiceSession openSession(CachedToken token) throws ClientException {
        return ServiceSession.open(token, settings);
    }

    /** Asks the service one thing, on a connection of its own: K5 to K8. */
    public String request(CachedToken token, String request) throws ClientException {
        try (ServiceSession session = openSession(token)) {
            return session.request(request);
        }
    }

    /**
     * Replaces the user's key, with a login of its own: K1 to K4, then K9, K10. Tickets that the user holds stay good until
     * they expire, for they hang on session keys; only the next login needs the new password.
     *
     * @param newPassword asked once the old password is known to be right
     * @return the new key's version
     */
    public int updateKey(PrincipalName user, PasswordSource oldPassword, PasswordSource newPassword)
            throws ClientException {
        LoginResult result = loginAndVerifyKdc(user, oldPassword);
        ExchangeContext context = ServerCall.to(Party.AS, settings, user.text(), RealmConfig.KEY_UPDATE_SERVICE.text())
                .newContext();
        // Before the token is fetched: the AS takes none that waited for somebody to type.
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

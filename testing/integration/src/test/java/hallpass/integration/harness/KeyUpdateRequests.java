package hallpass.integration.harness;

import hallpass.client.ClientSettings;
import hallpass.client.credential.CachedToken;
import hallpass.client.exchange.KeyUpdateExchangeClient;
import hallpass.config.RealmConfig;
import hallpass.config.RealmException;
import hallpass.crypto.Randomness;
import hallpass.crypto.SymmetricKey;
import hallpass.message.KeyUpdateRep;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.message.Token;
import hallpass.net.ErrorReplyException;
import hallpass.net.MessageConnection;
import hallpass.net.UnreachableException;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.protocol.Sealer;
import hallpass.store.PrincipalStore;
import hallpass.trace.Trace;
import hallpass.wire.DecodeException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Sends key updates (K9, K10) without a TGS: tokens are sealed with the key of the key-update
 * service.
 */
public final class KeyUpdateRequests {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final RealmConfig config;
    private final SymmetricKey serviceKey;

    private KeyUpdateRequests(RealmConfig config, SymmetricKey serviceKey) {
        this.config = config;
        this.serviceKey = serviceKey;
    }

    public static KeyUpdateRequests of(RealmFixture realm) throws RealmException {
        try (PrincipalStore principals = realm.principals()) {
            SymmetricKey key = principals
                    .find(RealmConfig.KEY_UPDATE_SERVICE)
                    .orElseThrow()
                    .labelledKey("K_k");
            return new KeyUpdateRequests(realm.config(), key);
        }
    }

    /** An encoded request and an open connection to the AS. */
    public final class PreparedKeyUpdate implements AutoCloseable {
        private final CachedToken token;
        private final KeyUpdateExchangeClient exchange = new KeyUpdateExchangeClient(config.sealer());
        private final KeyUpdateExchangeClient.PendingKeyUpdate pending;
        private final MessageConnection connection;

        private PreparedKeyUpdate(
                CachedToken token, KeyUpdateExchangeClient.PendingKeyUpdate pending, MessageConnection connection) {
            this.token = token;
            this.pending = pending;
            this.connection = connection;
        }

        /**
         * Sends the request; repeated calls send the same bytes.
         *
         * @return the acknowledged key version
         * @throws UnreachableException if the connection ends before the reply
         */
        public int send() throws UnreachableException, ErrorReplyException, DecodeException, Refusal {
            KeyUpdateRep reply = connection.call(pending.request(), KeyUpdateRep.class, Trace.NONE);
            return exchange.acceptReply(pending, reply, token, now(connection.serverAddress()));
        }

        /** The client side of the connection, as the AS sees it. */
        public InetSocketAddress localAddress() {
            return connection.localAddress();
        }

        @Override
        public void close() {
            connection.close();
        }
    }

    public PreparedKeyUpdate prepare(PrincipalName user, String password) throws UnreachableException, Refusal {
        SymmetricKey newKey = config.profile()
                .stringToKey()
                .newKey("K_c (new)", password.toCharArray(), Randomness.secure())
                .key();
        InetSocketAddress as = config.address(Party.AS);
        CachedToken token = token(user);
        KeyUpdateExchangeClient.PendingKeyUpdate pending =
                new KeyUpdateExchangeClient(config.sealer()).createRequest(token, newKey, now(as));
        return new PreparedKeyUpdate(token, pending, MessageConnection.open(as, TIMEOUT, TIMEOUT));
    }

    private CachedToken token(PrincipalName user) {
        Sealer sealer = config.sealer();
        Instant now = InstantSource.system().instant();
        SymmetricKey sessionKey = sealer.newKey("K_c,k", Randomness.secure());
        Duration lifetime = Duration.ofMinutes(5);
        Token token = new Token(sessionKey, user, "127.0.0.1", RealmConfig.KEY_UPDATE_SERVICE, now, lifetime);
        return new CachedToken(
                user,
                RealmConfig.KEY_UPDATE_SERVICE,
                sessionKey,
                sealer.seal(Token.PART, token, serviceKey, Trace.NONE),
                now,
                lifetime);
    }

    private static ExchangeContext now(InetSocketAddress as) {
        return new ExchangeContext(
                InstantSource.system().instant(), as.getAddress().getHostAddress(), Trace.NONE);
    }

    public TestClient client(RealmFixture folder) throws RealmException {
        return new TestClient(
                folder, new ClientSettings(config, InstantSource.system(), Randomness.secure(), Trace.NONE));
    }
}

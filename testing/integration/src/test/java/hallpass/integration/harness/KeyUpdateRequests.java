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

/** K9 and K10 by themselves. The tokens are made here, with the realm's own key, so that no TGS has to run. */
public final class KeyUpdateRequests {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final RealmConfig config;
    private final SymmetricKey serviceKey;

    private KeyUpdateRequests(RealmConfig config, SymmetricKey serviceKey) {
        this.config = config;
        this.serviceKey = serviceKey;
    }

    public static KeyUpdateRequests of(RealmFixture folder) throws RealmException {
        try (PrincipalStore principals = folder.principals()) {
            SymmetricKey key = principals
                    .find(RealmConfig.KEY_UPDATE_SERVICE)
                    .orElseThrow()
                    .labelledKey("K_k");
            return new KeyUpdateRequests(folder.config(), key);
        }
    }

    /** An update that is ready to be sent, on a connection that is open. */
    public final class PreparedKeyUpdate implements AutoCloseable {
        private final CachedToken token;
        private final KeyUpdateExchangeClient exchange = new KeyUpdateExchangeClient(config.sealer());
        private final KeyUpdateExchangeClient.PendingKeyUpdate asked;
        private final MessageConnection connection;

        private PreparedKeyUpdate(
                CachedToken token, KeyUpdateExchangeClient.PendingKeyUpdate pending, MessageConnection connection) {
            this.token = token;
            this.asked = pending;
            this.connection = connection;
        }

        /**
         * Sends it, the same bytes each time.
         *
         * @return the version that it was acknowledged with
         * @throws UnreachableException if the connection ends before that
         */
        public int send() throws UnreachableException, ErrorReplyException, DecodeException, Refusal {
            KeyUpdateRep reply = connection.call(asked.request(), KeyUpdateRep.class, Trace.NONE);
            return exchange.acceptReply(asked, reply, token, now(connection.serverAddress()));
        }

        /** Where the server sees it come from. */
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

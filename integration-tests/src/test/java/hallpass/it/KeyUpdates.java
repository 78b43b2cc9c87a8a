package hallpass.it;

import hallpass.client.ClientSetting;
import hallpass.client.credential.HeldToken;
import hallpass.client.exchange.KeyUpdateExchange;
import hallpass.crypto.Randomness;
import hallpass.crypto.SymmetricKey;
import hallpass.message.KeyUpdateRep;
import hallpass.message.PrincipalName;
import hallpass.message.Token;
import hallpass.net.ErrorReply;
import hallpass.net.MessageConnection;
import hallpass.net.UnreachableException;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.protocol.Seals;
import hallpass.realm.RealmConfig;
import hallpass.realm.RealmProblem;
import hallpass.store.PrincipalStore;
import hallpass.trace.Party;
import hallpass.trace.Trace;
import hallpass.wire.DecodeException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** K9 and K10 by themselves. The tokens are made here, with the realm's own key, so that no TGS has to run. */
final class KeyUpdates {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RealmConfig config;
    private final SymmetricKey serviceKey;

    private KeyUpdates(RealmConfig config, SymmetricKey serviceKey) {
        this.config = config;
        this.serviceKey = serviceKey;
    }

    static KeyUpdates of(LabFolder folder) throws RealmProblem {
        try (PrincipalStore principals = folder.principals()) {
            SymmetricKey key =
                    principals.find(RealmConfig.KEY_UPDATE).orElseThrow().keyAs("K_k");
            return new KeyUpdates(folder.config(), key);
        }
    }

    /** An update that is ready to be sent, on a connection that is open. */
    final class Update implements AutoCloseable {
        private final HeldToken token;
        private final KeyUpdateExchange exchange = new KeyUpdateExchange(config.seals());
        private final KeyUpdateExchange.Asked asked;
        private final MessageConnection connection;

        private Update(HeldToken token, KeyUpdateExchange.Asked asked, MessageConnection connection) {
            this.token = token;
            this.asked = asked;
            this.connection = connection;
        }

        /**
         * Sends it, the same bytes each time.
         *
         * @return the version that it was acknowledged with
         * @throws UnreachableException if the connection ends before that
         */
        int send() throws UnreachableException, ErrorReply, DecodeException, Refusal {
            KeyUpdateRep reply = connection.ask(asked.request(), KeyUpdateRep.class, Trace.NONE);
            return exchange.accept(asked, reply, token, now(connection.serverAddress()));
        }

        /** Where the server sees it come from. */
        InetSocketAddress sender() {
            return connection.localAddress();
        }

        @Override
        public void close() {
            connection.close();
        }
    }

    Update prepare(PrincipalName user, String password) throws UnreachableException, Refusal {
        SymmetricKey newKey = config.profile()
                .passwordToKey()
                .newKey("K_c (new)", password.toCharArray(), Randomness.secure())
                .key();
        InetSocketAddress as = config.address(Party.AS);
        HeldToken token = token(user);
        KeyUpdateExchange.Asked asked = new KeyUpdateExchange(config.seals()).ask(token, newKey, now(as));
        return new Update(token, asked, MessageConnection.open(as, PATIENCE, PATIENCE));
    }

    private HeldToken token(PrincipalName user) {
        Seals seals = config.seals();
        Instant now = InstantSource.system().instant();
        SymmetricKey sessionKey = seals.newKey("K_c,k", Randomness.secure());
        Duration lifetime = Duration.ofMinutes(5);
        Token token = new Token(sessionKey, user, "127.0.0.1", RealmConfig.KEY_UPDATE, now, lifetime);
        return new HeldToken(
                user,
                RealmConfig.KEY_UPDATE,
                sessionKey,
                seals.seal(Token.PART, token, serviceKey, Trace.NONE),
                now,
                lifetime);
    }

    private static Occasion now(InetSocketAddress as) {
        return new Occasion(InstantSource.system().instant(), as.getAddress().getHostAddress(), Trace.NONE);
    }

    LabClient client(LabFolder folder) throws RealmProblem {
        return new LabClient(
                folder, new ClientSetting(config, InstantSource.system(), Randomness.secure(), Trace.NONE));
    }
}

package hallpass.integration.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hallpass.client.credential.CachedTicket;
import hallpass.client.credential.CachedToken;
import hallpass.client.exchange.ApExchangeClient;
import hallpass.client.exchange.TgsExchangeClient;
import hallpass.config.RealmConfig;
import hallpass.crypto.Randomness;
import hallpass.fixtures.PostgresServer;
import hallpass.integration.harness.FreePorts;
import hallpass.integration.harness.JarProcess;
import hallpass.integration.harness.JarProcess.JarLauncher;
import hallpass.integration.harness.KeyUpdateRequests;
import hallpass.integration.harness.MultiProcessRealm;
import hallpass.integration.harness.RealmFixture;
import hallpass.integration.harness.ReliabilityRun;
import hallpass.integration.harness.TestClient;
import hallpass.message.ApRep;
import hallpass.message.Message;
import hallpass.message.Party;
import hallpass.message.TgsRep;
import hallpass.net.MessageConnection;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.KdcReplyVerifier;
import hallpass.protocol.Refusal;
import hallpass.trace.Trace;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** G3: a request is accepted once, across threads, replicas and restarts. */
class ReplayProtectionTest {
    private static final int THREADS = 8;
    private static final int REPLICAS = 2;
    private static final int DEFAULT_ROUNDS = 100;
    private static final int RECORDED_REQUESTS = 1000;
    private static final int DEFAULT_RECORDED_REQUESTS = 100;
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    @TempDir
    private Path temporary;

    private final List<JarProcess> running = new ArrayList<>();
    private Instant lastSent = InstantSource.system().instant();

    @Test
    void acceptsEachRequestOnceOnPostgres() throws Exception {
        assumeTrue(ReliabilityRun.includesStore("postgres"));
        PostgresServer server = PostgresServer.shared();
        RealmFixture folder =
                RealmFixture.create(temporary.resolve("realm"), settings(), server, server.createDatabase());
        assertAcceptsEachRequestOnce(folder, "postgres");
    }

    /** Only in a long run; a build tests PostgreSQL. */
    @Test
    void acceptsEachRequestOnceOnSqlite() throws Exception {
        assumeTrue(
                ReliabilityRun.includesStore("sqlite") && ReliabilityRun.isLong(), "only in scripts/reliability.sh g3");
        RealmFixture folder = RealmFixture.create(temporary.resolve("realm"), settings());
        assertAcceptsEachRequestOnce(folder, "sqlite");
    }

    private void assertAcceptsEachRequestOnce(RealmFixture folder, String store) throws Exception {
        int rounds = ReliabilityRun.roundsOr(DEFAULT_ROUNDS);
        int recorded = ReliabilityRun.isLong() ? RECORDED_REQUESTS : DEFAULT_RECORDED_REQUESTS;
        startReplicas(folder);
        RequestSource requests = new RequestSource(folder);

        try (ConcurrentSenders tgs = new ConcurrentSenders(folder.config().addresses(Party.TGS), THREADS);
                ConcurrentSenders service =
                        new ConcurrentSenders(folder.config().addresses(Party.SERVICE), THREADS)) {
            for (int i = 0; i < rounds; i++) {
                assertThat(tgs.sendAll(requests.nextTgsReq(), TgsRep.class)).isEqualTo(1);
                assertThat(service.sendAll(requests.nextApReq(), ApRep.class)).isEqualTo(1);
            }
        }
        List<Message> forTokens = new ArrayList<>();
        List<Message> forServices = new ArrayList<>();
        for (int i = 0; i < recorded; i++) {
            forTokens.add(requests.nextTgsReq());
            forServices.add(requests.nextApReq());
        }
        RealmConfig config = folder.config();
        assertThat(countAccepted(config.address(Party.TGS), forTokens, TgsRep.class))
                .isEqualTo(recorded);
        assertThat(countAccepted(config.address(Party.SERVICE), forServices, ApRep.class))
                .isEqualTo(recorded);
        killAll();
        startReplicas(folder);
        for (int replica = 0; replica < REPLICAS; replica++) {
            assertThat(countAccepted(config.addresses(Party.TGS).get(replica), forTokens, TgsRep.class))
                    .isZero();
            assertThat(countAccepted(config.addresses(Party.SERVICE).get(replica), forServices, ApRep.class))
                    .isZero();
        }

        System.out.printf(
                "g3, %s: %d rounds from %d threads to %d replicas each of TGS and service,"
                        + " one success in each; %d of each replayed after kill -9, none accepted%n",
                store, rounds, THREADS, REPLICAS, recorded);
    }

    /** Creates K3 and K5 with new authenticators. */
    private final class RequestSource {
        private final RealmConfig config;
        private final CachedTicket ticket;
        private final CachedToken token;

        RequestSource(RealmFixture folder) throws Exception {
            config = folder.config();
            TestClient client = KeyUpdateRequests.of(folder).client(folder);
            ticket = client.login();
            token = client.token(ticket);
        }

        Message nextTgsReq() throws Refusal {
            return new TgsExchangeClient(config.sealer(), config.clockSkew(), KdcReplyVerifier.ACCEPT_ANY)
                    .createRequest(ticket, config.serviceName(), Randomness.secure(), nextContext());
        }

        Message nextApReq() throws Refusal {
            return new ApExchangeClient(config.sealer())
                    .createRequest(token, nextContext())
                    .request();
        }

        /** Never the same millisecond twice, because the requests would be identical. */
        private ExchangeContext nextContext() {
            Instant now = InstantSource.system().instant();
            lastSent = now.isAfter(lastSent.plusMillis(1)) ? now : lastSent.plusMillis(1);
            return new ExchangeContext(lastSent, "127.0.0.1", Trace.NONE);
        }
    }

    private static int countAccepted(InetSocketAddress server, List<Message> requests, Class<? extends Message> answer)
            throws Exception {
        int accepted = 0;
        try (MessageConnection connection = MessageConnection.open(server, TIMEOUT, TIMEOUT)) {
            for (Message request : requests) {
                accepted += ConcurrentSenders.isAccepted(connection, request, answer) ? 1 : 0;
            }
        }
        return accepted;
    }

    private static Map<String, String> settings() {
        int base = FreePorts.nextBase();
        return Map.of(
                "guards", "replay-cache",
                "addresses.tgs", "127.0.0.1:" + (base + 1) + ",127.0.0.1:" + (base + 2),
                "addresses.service", "127.0.0.1:" + (base + 3) + ",127.0.0.1:" + (base + 4));
    }

    private void startReplicas(RealmFixture folder) throws Exception {
        start(folder, Party.AS, 1);
        for (int replica = 1; replica <= REPLICAS; replica++) {
            start(folder, Party.TGS, replica);
            start(folder, Party.SERVICE, replica);
        }
        for (JarProcess server : running) {
            server.awaitReady();
        }
    }

    private void start(RealmFixture folder, Party party, int replica) throws Exception {
        running.add(JarLauncher.shortLived(MultiProcessRealm.environment(temporary))
                .startServer(
                        MultiProcessRealm.JARS.get(party),
                        "--realm",
                        folder.path().toString(),
                        "--quiet",
                        "--replica",
                        String.valueOf(replica)));
    }

    @AfterEach
    void killAll() throws Exception {
        for (JarProcess server : running) {
            server.kill().awaitExit();
        }
        running.clear();
    }
}

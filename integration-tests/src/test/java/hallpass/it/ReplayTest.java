package hallpass.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hallpass.client.credential.HeldTicket;
import hallpass.client.credential.HeldToken;
import hallpass.client.exchange.AuthenticationExchange;
import hallpass.client.exchange.TokenExchange;
import hallpass.crypto.Randomness;
import hallpass.it.LaunchedJar.Launcher;
import hallpass.message.ApRep;
import hallpass.message.Message;
import hallpass.message.TgsRep;
import hallpass.net.MessageConnection;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplyCheck;
import hallpass.realm.RealmConfig;
import hallpass.testkit.PostgresServer;
import hallpass.trace.Party;
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

/** G3: what was accepted once is not accepted again, by any thread, any replica, or any later life of either. */
class ReplayTest {
    private static final int THREADS = 8;
    private static final int REPLICAS = 2;
    private static final int ROUNDS_IN_A_BUILD = 100;
    private static final int RECORDED = 1000;
    private static final int RECORDED_IN_A_BUILD = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path temporary;

    private final List<LaunchedJar> running = new ArrayList<>();
    private Instant lastSent = InstantSource.system().instant();

    @Test
    void isAcceptedOnceByTwoReplicasAndByNoLaterLifeOnPostgres() throws Exception {
        assumeTrue(Rounds.with("postgres"));
        PostgresServer server = PostgresServer.shared();
        LabFolder folder = LabFolder.in(temporary.resolve("realm"), settings(), server, server.newDatabase());
        isAcceptedOnceByTwoReplicasAndByNoLaterLife(folder, "postgres");
    }

    /** The same servers over files, for whoever has the time: a build has enough of it on the other. */
    @Test
    void isAcceptedOnceByTwoReplicasAndByNoLaterLifeOnSqlite() throws Exception {
        assumeTrue(Rounds.with("sqlite") && Rounds.longForm(), "part of scripts/reliability.sh g3 alone");
        LabFolder folder = LabFolder.in(temporary.resolve("realm"), settings());
        isAcceptedOnceByTwoReplicasAndByNoLaterLife(folder, "sqlite");
    }

    private void isAcceptedOnceByTwoReplicasAndByNoLaterLife(LabFolder folder, String store) throws Exception {
        int rounds = Rounds.orInABuild(ROUNDS_IN_A_BUILD);
        int recorded = Rounds.longForm() ? RECORDED : RECORDED_IN_A_BUILD;
        startReplicas(folder);
        Requests requests = new Requests(folder);

        try (Crowd tgs = new Crowd(folder.config().addresses(Party.TGS), THREADS);
                Crowd service = new Crowd(folder.config().addresses(Party.SERVICE), THREADS)) {
            for (int i = 0; i < rounds; i++) {
                assertThat(tgs.sendAll(requests.ofToken(), TgsRep.class)).isEqualTo(1);
                assertThat(service.sendAll(requests.ofService(), ApRep.class)).isEqualTo(1);
            }
        }
        List<Message> forTokens = new ArrayList<>();
        List<Message> forServices = new ArrayList<>();
        for (int i = 0; i < recorded; i++) {
            forTokens.add(requests.ofToken());
            forServices.add(requests.ofService());
        }
        RealmConfig config = folder.config();
        assertThat(accepted(config.address(Party.TGS), forTokens, TgsRep.class)).isEqualTo(recorded);
        assertThat(accepted(config.address(Party.SERVICE), forServices, ApRep.class))
                .isEqualTo(recorded);
        killAll();
        startReplicas(folder);
        for (int replica = 0; replica < REPLICAS; replica++) {
            assertThat(accepted(config.addresses(Party.TGS).get(replica), forTokens, TgsRep.class))
                    .isZero();
            assertThat(accepted(config.addresses(Party.SERVICE).get(replica), forServices, ApRep.class))
                    .isZero();
        }

        System.out.printf(
                "g3, %s: %d rounds from %d threads to %d replicas of the TGS, and as many of the service, one success in each;"
                        + " %d of each sent again after kill -9, none accepted%n",
                store, rounds, THREADS, REPLICAS, recorded);
    }

    /** K3 and K5, each with an authenticator of its own. */
    private final class Requests {
        private final RealmConfig config;
        private final HeldTicket ticket;
        private final HeldToken token;

        Requests(LabFolder folder) throws Exception {
            config = folder.config();
            LabClient client = KeyUpdates.of(folder).client(folder);
            ticket = client.login();
            token = client.token(ticket);
        }

        Message ofToken() throws Refusal {
            return new TokenExchange(config.seals(), config.clockSkew(), ReplyCheck.NONE)
                    .ask(ticket, config.serviceName(), Randomness.secure(), later());
        }

        Message ofService() throws Refusal {
            return new AuthenticationExchange(config.seals())
                    .ask(token, later())
                    .request();
        }

        /** A millisecond after the last one, or now: two of one millisecond would be the same bytes. */
        private Occasion later() {
            Instant now = InstantSource.system().instant();
            lastSent = now.isAfter(lastSent.plusMillis(1)) ? now : lastSent.plusMillis(1);
            return new Occasion(lastSent, "127.0.0.1", Trace.NONE);
        }
    }

    private static int accepted(InetSocketAddress server, List<Message> requests, Class<? extends Message> answer)
            throws Exception {
        int accepted = 0;
        try (MessageConnection connection = MessageConnection.open(server, PATIENCE, PATIENCE)) {
            for (Message request : requests) {
                accepted += Crowd.accepts(connection, request, answer) ? 1 : 0;
            }
        }
        return accepted;
    }

    private static Map<String, String> settings() {
        int base = FreePorts.base();
        return Map.of(
                "guards", "replay-cache",
                "addresses.tgs", "127.0.0.1:%d,127.0.0.1:%d".formatted(base + 1, base + 2),
                "addresses.service", "127.0.0.1:%d,127.0.0.1:%d".formatted(base + 3, base + 4));
    }

    private void startReplicas(LabFolder folder) throws Exception {
        start(folder, Party.AS, 1);
        for (int replica = 1; replica <= REPLICAS; replica++) {
            start(folder, Party.TGS, replica);
            start(folder, Party.SERVICE, replica);
        }
        for (LaunchedJar server : running) {
            server.awaitReady();
        }
    }

    private void start(LabFolder folder, Party party, int replica) throws Exception {
        running.add(Launcher.here(RealmOfJars.environment(temporary))
                .server(
                        RealmOfJars.JARS.get(party),
                        "--realm",
                        folder.path().toString(),
                        "--quiet",
                        "--replica",
                        String.valueOf(replica)));
    }

    @AfterEach
    void killAll() throws Exception {
        for (LaunchedJar server : running) {
            server.kill().awaitEnd();
        }
        running.clear();
    }
}

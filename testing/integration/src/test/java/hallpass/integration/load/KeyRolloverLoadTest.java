package hallpass.integration.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hallpass.client.ClientException;
import hallpass.client.credential.CachedTicket;
import hallpass.client.credential.CachedToken;
import hallpass.integration.harness.FailureAssertions;
import hallpass.integration.harness.InProcessRealm;
import hallpass.integration.harness.JarProcess.JarLauncher;
import hallpass.integration.harness.JarProcess.ProcessResult;
import hallpass.integration.harness.MultiProcessRealm;
import hallpass.integration.harness.RealmFixture;
import hallpass.integration.harness.ReliabilityRun;
import hallpass.integration.harness.TestClient;
import hallpass.message.ErrorCode;
import hallpass.message.Party;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** G15: rolls keys under load without failures; old tickets stay valid until they expire. */
class KeyRolloverLoadTest {
    private static final int LOGINS_PER_SECOND = 50;
    private static final int CLIENTS = 8;
    private static final int DEFAULT_ROLLS = 1;
    private static final Duration LIFETIME = Duration.ofHours(10);

    @TempDir
    private Path temporary;

    private final ScheduledExecutorService clients = Executors.newScheduledThreadPool(CLIENTS);
    private final AtomicInteger served = new AtomicInteger();
    private final Queue<Throwable> refused = new ConcurrentLinkedQueue<>();
    /** Late replies, which can occur on a busy machine; not refusals. */
    private final Queue<Throwable> unanswered = new ConcurrentLinkedQueue<>();

    private InProcessRealm realm;
    private MultiProcessRealm commands;
    private TestClient client;

    @BeforeEach
    void startRealm() throws Exception {
        RealmFixture folder = RealmFixture.create(temporary.resolve("realm"));
        realm = new InProcessRealm(folder).startAll(List.of(Party.AS, Party.TGS, Party.SERVICE));
        commands = new MultiProcessRealm(folder, JarLauncher.shortLived(MultiProcessRealm.environment(temporary)));
        client = realm.client();
    }

    @Test
    void rollsKeysUnderLoadWithoutFailures() throws Exception {
        CachedTicket ticket = client.login();
        CachedToken token = client.token(ticket);
        int rolls = ReliabilityRun.roundsOr(DEFAULT_ROLLS);
        startLoad();
        for (int i = 1; i <= rolls; i++) {
            rollKey("realm", "rekey-tgs");
            awaitServed(LOGINS_PER_SECOND);
            rollKey("service", "rekey", "desk/localhost");
            awaitServed(LOGINS_PER_SECOND);
        }
        stopLoad();

        assertThat(refused).isEmpty();
        if (ReliabilityRun.isLong()) {
            assertThat(unanswered).isEmpty();
        }
        assertAccepted(ticket, token);
        advanceClocks(LIFETIME.minusMinutes(30));
        assertAccepted(ticket, token);
        advanceClocks(LIFETIME.plusSeconds(1));
        assertRefused(ErrorCode.KRB_AP_ERR_TKT_EXPIRED, ticket, token);
        advanceClocks(LIFETIME.plusDays(1));
        assertThat(client.memoByKerberos()).isEqualTo(RealmFixture.MEMO);
        System.out.printf(
                "g15: %d rolls of each key at %d logins a second: %d served, %d refused, %d unanswered%n",
                rolls, LOGINS_PER_SECOND, served.get(), refused.size(), unanswered.size());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // failures are collected
    private void startLoad() {
        for (int i = 0; i < CLIENTS; i++) {
            long between = TimeUnit.SECONDS.toMicros(CLIENTS) / LOGINS_PER_SECOND;
            clients.scheduleAtFixedRate(this::loginAndRequest, i * between / CLIENTS, between, TimeUnit.MICROSECONDS);
        }
    }

    private void loginAndRequest() {
        try {
            assertThat(client.memoByKerberos()).isEqualTo(RealmFixture.MEMO);
            served.incrementAndGet();
        } catch (ClientException e) {
            (FailureAssertions.isUnanswered(e) ? unanswered : refused).add(e);
        } catch (Exception | AssertionError e) {
            refused.add(e);
        }
    }

    private void awaitServed(int logins) {
        int before = served.get();
        await().until(() -> served.get() >= before + logins || !refused.isEmpty());
    }

    private void stopLoad() throws InterruptedException {
        clients.shutdown();
        assertThat(clients.awaitTermination(5, TimeUnit.MINUTES)).isTrue();
    }

    private void rollKey(String... command) throws Exception {
        ProcessResult ended = commands.hallpass(command);
        assertThat(ended.err()).isEmpty();
        assertThat(ended.output()).contains(" is now v");
    }

    private void advanceClocks(Duration by) {
        List.of(Party.AS, Party.TGS, Party.SERVICE, Party.CLIENT)
                .forEach(party -> realm.clock(party).setOffset(by));
    }

    private void assertAccepted(CachedTicket ticket, CachedToken token) throws Exception {
        assertThat(client.token(ticket).client()).isEqualTo(RealmFixture.ALICE);
        assertThat(client.kerberos().request(token, "memo")).isEqualTo(RealmFixture.MEMO);
    }

    /** Prolongs the lifetimes in the cache, so that the servers and not the client refuse them. */
    private void assertRefused(ErrorCode code, CachedTicket ticket, CachedToken token) {
        Duration longer = LIFETIME.plusDays(1);
        CachedTicket prolongedTicket = new CachedTicket(
                ticket.client(), ticket.server(), ticket.sessionKey(), ticket.ticket(), ticket.issuedAt(), longer);
        CachedToken prolongedToken = new CachedToken(
                token.client(), token.server(), token.sessionKey(), token.token(), token.issuedAt(), longer);
        assertThat(FailureAssertions.failureOf(() -> client.token(prolongedTicket))
                        .code())
                .contains(code);
        assertThat(FailureAssertions.failureOf(() -> client.kerberos().request(prolongedToken, "memo"))
                        .code())
                .contains(code);
    }

    @AfterEach
    void end() {
        clients.shutdownNow();
        realm.close();
        commands.close();
    }
}

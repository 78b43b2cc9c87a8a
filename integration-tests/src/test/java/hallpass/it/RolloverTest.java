package hallpass.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hallpass.client.Failure;
import hallpass.client.credential.HeldTicket;
import hallpass.client.credential.HeldToken;
import hallpass.it.LaunchedJar.Ended;
import hallpass.it.LaunchedJar.Launcher;
import hallpass.message.ErrorCode;
import hallpass.trace.Party;
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

/** G15: keys are rolled under load and nobody notices; what was issued under an old key works until its end. */
class RolloverTest {
    private static final int LOGINS_A_SECOND = 50;
    private static final int CLIENTS = 8;
    private static final int ROLLS_IN_A_BUILD = 1;
    private static final Duration LIFETIME = Duration.ofHours(10);

    @TempDir
    private Path temporary;

    private final ScheduledExecutorService clients = Executors.newScheduledThreadPool(CLIENTS);
    private final AtomicInteger served = new AtomicInteger();
    private final Queue<Throwable> refused = new ConcurrentLinkedQueue<>();
    /** Nobody refused these: on a busy machine an answer may come too late. */
    private final Queue<Throwable> unanswered = new ConcurrentLinkedQueue<>();

    private RealmInProcess realm;
    private RealmOfJars commands;
    private LabClient client;

    @BeforeEach
    void startRealm() throws Exception {
        LabFolder folder = LabFolder.in(temporary.resolve("realm"));
        realm = new RealmInProcess(folder).startAll(List.of(Party.AS, Party.TGS, Party.SERVICE));
        commands = new RealmOfJars(folder, Launcher.here(RealmOfJars.environment(temporary)));
        client = realm.client();
    }

    @Test
    void rollsBothKeysUnderLoadWithoutOneFalseRefusal() throws Exception {
        HeldTicket ticket = client.login();
        HeldToken token = client.token(ticket);
        int rolls = Rounds.orInABuild(ROLLS_IN_A_BUILD);
        startLoad();
        for (int i = 1; i <= rolls; i++) {
            assertRolls("realm", "rekey-tgs");
            awaitMore(LOGINS_A_SECOND);
            assertRolls("service", "rekey", "desk/localhost");
            awaitMore(LOGINS_A_SECOND);
        }
        stopLoad();

        assertThat(refused).isEmpty();
        if (Rounds.longForm()) {
            assertThat(unanswered).isEmpty();
        }
        assertWork(ticket, token);
        setAllAhead(LIFETIME.minusMinutes(30));
        assertWork(ticket, token);
        setAllAhead(LIFETIME.plusSeconds(1));
        assertFail(ErrorCode.KRB_AP_ERR_TKT_EXPIRED, ticket, token);
        setAllAhead(LIFETIME.plusDays(1));
        assertThat(client.kerberosMemo()).isEqualTo(LabFolder.MEMO);
        System.out.printf(
                "g15: %d rolls of each key under %d logins a second, %d served, %d refused, %d not answered in time%n",
                rolls, LOGINS_A_SECOND, served.get(), refused.size(), unanswered.size());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what goes wrong is among the refused
    private void startLoad() {
        for (int i = 0; i < CLIENTS; i++) {
            long between = TimeUnit.SECONDS.toMicros(CLIENTS) / LOGINS_A_SECOND;
            clients.scheduleAtFixedRate(this::logInAndAsk, i * between / CLIENTS, between, TimeUnit.MICROSECONDS);
        }
    }

    private void logInAndAsk() {
        try {
            assertThat(client.kerberosMemo()).isEqualTo(LabFolder.MEMO);
            served.incrementAndGet();
        } catch (Failure e) {
            (Failures.isNoAnswer(e) ? unanswered : refused).add(e);
        } catch (Exception | AssertionError e) {
            refused.add(e);
        }
    }

    private void awaitMore(int logins) {
        int before = served.get();
        await().until(() -> served.get() >= before + logins || !refused.isEmpty());
    }

    private void stopLoad() throws InterruptedException {
        clients.shutdown();
        assertThat(clients.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    private void assertRolls(String... command) throws Exception {
        Ended ended = commands.hallpass(command);
        assertThat(ended.err()).isEmpty();
        assertThat(ended.text()).contains(" is now v");
    }

    private void setAllAhead(Duration by) {
        List.of(Party.AS, Party.TGS, Party.SERVICE, Party.CLIENT)
                .forEach(party -> realm.clock(party).setAhead(by));
    }

    private void assertWork(HeldTicket ticket, HeldToken token) throws Exception {
        assertThat(client.token(ticket).client()).isEqualTo(LabFolder.ALICE);
        assertThat(client.kerberos().request(token, "memo")).isEqualTo(LabFolder.MEMO);
    }

    /** Held by a client that believes them to be longer-lived, so that it is the servers who say it. */
    private void assertFail(ErrorCode code, HeldTicket ticket, HeldToken token) {
        Duration longer = LIFETIME.plusDays(1);
        HeldTicket prolongedTicket = new HeldTicket(
                ticket.client(), ticket.server(), ticket.sessionKey(), ticket.ticket(), ticket.issuedAt(), longer);
        HeldToken prolongedToken = new HeldToken(
                token.client(), token.server(), token.sessionKey(), token.token(), token.issuedAt(), longer);
        assertThat(Failures.failure(() -> client.token(prolongedTicket)).code()).contains(code);
        assertThat(Failures.failure(() -> client.kerberos().request(prolongedToken, "memo"))
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

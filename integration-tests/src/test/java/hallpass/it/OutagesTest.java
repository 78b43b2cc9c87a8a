package hallpass.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hallpass.client.ExitCode;
import hallpass.client.Failure;
import hallpass.client.ServerStatus;
import hallpass.client.StatusCheck;
import hallpass.client.credential.HeldTicket;
import hallpass.client.credential.HeldToken;
import hallpass.trace.Party;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * G13: a server that is away is named at once, and is good again as soon as it is back, with nothing else started anew. In
 * a build all five are away together for a moment; in the long form each in turn, for half a minute.
 */
class OutagesTest {
    private static final Duration GOOD_WITHIN = Patience.promised(Duration.ofSeconds(5));

    @TempDir
    private static Path temporary;

    private static RealmOfJars realm;
    private static LabClient client;
    private static HeldTicket ticket;
    private static HeldToken token;

    @BeforeAll
    static void startRealm() throws Exception {
        realm = RealmOfJars.in(temporary).startAll();
        client = realm.client();
        ticket = client.login();
        token = client.token(ticket);
        client.assertBothFlowsWork();
    }

    @AfterAll
    static void stopRealm() {
        realm.close();
    }

    @Test
    void killedServerIsNamedAndIsGoodAgainOnceItIsStarted() throws Exception {
        for (List<Party> away : outages()) {
            for (Party party : away) {
                realm.kill(party);
            }
            assertNamed(away);
            for (Party party : away) {
                realm.start(party);
            }
            for (Party party : away) {
                realm.server(party).awaitReady();
            }
            assertGoodAgain(away);
        }
    }

    @Test
    void stoppedServerIsNamedAndIsGoodAgainOnceItGoesOn() throws Exception {
        for (List<Party> away : outages()) {
            signal("STOP", away);
            try {
                assertNamed(away);
            } finally {
                signal("CONT", away);
            }
            assertGoodAgain(away);
        }
    }

    private static List<List<Party>> outages() {
        return Rounds.longForm() ? Party.SERVERS.stream().map(List::of).toList() : List.of(Party.SERVERS);
    }

    private static void signal(String name, List<Party> parties) throws IOException, InterruptedException {
        for (Party party : parties) {
            String pid = String.valueOf(realm.server(party).pid());
            assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor())
                    .isZero();
        }
    }

    /** Once in a build; in the long form again and again, for half a minute. */
    private static void assertNamed(List<Party> away) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        do {
            ExecutorService askers = Executors.newFixedThreadPool(away.size());
            List<Future<Duration>> asked = new ArrayList<>();
            for (Party party : away) {
                asked.add(askers.submit(() -> assertNamed(party)));
            }
            for (Future<Duration> one : asked) {
                one.get();
            }
            askers.shutdown();
        } while (Rounds.longForm() && System.nanoTime() < end);
    }

    private static Duration assertNamed(Party away) {
        long asked = System.nanoTime();
        Failure failure = Failures.failure(() -> ask(away));
        Duration took = Duration.ofNanos(System.nanoTime() - asked);
        assertThat(failure.exit()).as(failure.sentence()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(failure.sentence()).startsWith(away.id() + " cannot be asked");
        assertThat(took).as("until %s was named", away.id()).isLessThan(Patience.NAMED_WITHIN);
        return took;
    }

    private static void assertGoodAgain(List<Party> back) {
        for (Party party : back) {
            await().atMost(GOOD_WITHIN).ignoreExceptions().untilAsserted(() -> ask(party));
        }
    }

    /** What a user asks of each. */
    private static void ask(Party server) throws Failure {
        switch (server) {
            case AS -> client.login();
            case TGS -> client.token(ticket);
            case SERVICE -> assertThat(client.kerberos().request(token, "memo")).isEqualTo(LabFolder.MEMO);
            case APP -> assertThat(client.pkiMemo()).isEqualTo(LabFolder.MEMO);
            case CA -> askForStatus(server);
            default -> throw new IllegalArgumentException(server + " is no server");
        }
    }

    /** Users have no other business with the authority. */
    private static void askForStatus(Party server) throws Failure {
        for (ServerStatus status : new StatusCheck(client.setting()).run()) {
            if (status instanceof ServerStatus.Silent silent && silent.party() == server) {
                throw silent.failure();
            }
        }
    }
}

package hallpass.it;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.client.Failure;
import hallpass.client.credential.HeldSession;
import hallpass.client.credential.HeldTicket;
import hallpass.client.credential.HeldToken;
import hallpass.message.PrincipalName;
import hallpass.trace.Party;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many clients at once, against one set of servers that are processes. */
class LoadTest {
    private static final int CLIENTS = 64;
    private static final int KERBEROS_FLOWS = 30;
    private static final int PKI_REQUESTS = 12;
    private static final String PASSWORD = "the same for all of them";

    /** Far below what a leak of one object for each request would leave behind: 960 flows are in a half. */
    private static final long ALLOWED_GROWTH_KIB = 4 * 1024;

    private static final int MOST_TRIES = 5;

    @TempDir
    private Path temporary;

    private final AtomicInteger repeated = new AtomicInteger();

    @Test
    void servesSixtyFourClientsAtOnceAndItsMemoryIsSteady() throws Exception {
        try (RealmOfJars realm = RealmOfJars.asUsersDo(temporary)) {
            List<LabVisitor> visitors = visitors(realm);
            realm.startAll().client().assertBothFlowsWork();

            Duration first = playHalf(visitors);
            Map<Party, Memory> halfway = memory(realm);
            Duration second = playHalf(visitors);
            Map<Party, Memory> end = memory(realm);

            report(first, second, halfway, end);
            end.forEach((party, memory) -> assertThat(memory.heapKib())
                    .as("heap of " + party.id())
                    .isLessThan(halfway.get(party).heapKib() + ALLOWED_GROWTH_KIB));
            for (Party party : Party.SERVERS) {
                assertThat(realm.server(party).errSoFar()).isEmpty();
            }
        }
    }

    private List<LabVisitor> visitors(RealmOfJars realm) throws Exception {
        List<LabVisitor> visitors = new ArrayList<>();
        for (int i = 1; i <= CLIENTS; i++) {
            PrincipalName name = new PrincipalName("client-" + i);
            realm.folder().addUser(name, PASSWORD, Instant.now());
            visitors.add(new LabVisitor(name, realm.client(), repeated));
        }
        return visitors;
    }

    private interface Request<T> {
        T ask() throws Failure;
    }

    /** One client's half of the work. Whatever fails ends the test. */
    private record LabVisitor(PrincipalName name, LabClient client, AtomicInteger repeated)
            implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            int done = 0;
            HeldSession session = answer(() -> client.register(name));
            for (int i = 0; i < KERBEROS_FLOWS / 2; i++, done++) {
                HeldTicket ticket = answer(() -> client.login(name, PASSWORD));
                HeldToken token = answer(() -> client.token(ticket));
                String data = answer(() -> client.kerberos().request(token, "whoami"));
                assertThat(data).isEqualTo(name.text());
            }
            for (int i = 0; i < PKI_REQUESTS / 2; i++, done++) {
                assertThat(answer(() -> client.pki().request(session, "memo"))).isEqualTo(LabFolder.MEMO);
            }
            return done;
        }

        /** Of so many at once on a busy machine, some may be answered too late: who is told so asks again. */
        private <T> T answer(Request<T> request) throws Failure {
            for (int more = 1; more < MOST_TRIES; more++) {
                try {
                    return request.ask();
                } catch (Failure e) {
                    if (!Failures.isNoAnswer(e)) {
                        throw e;
                    }
                    repeated.incrementAndGet();
                }
            }
            return request.ask();
        }
    }

    private static Duration playHalf(List<LabVisitor> visitors) throws InterruptedException, ExecutionException {
        ExecutorService clients = Executors.newFixedThreadPool(visitors.size());
        try {
            long start = System.nanoTime();
            int done = 0;
            for (Future<Integer> visitor : clients.invokeAll(visitors)) {
                done += visitor.get();
            }
            assertThat(done).isEqualTo(CLIENTS * (KERBEROS_FLOWS + PKI_REQUESTS) / 2);
            return Duration.ofNanos(System.nanoTime() - start);
        } finally {
            clients.shutdownNow();
        }
    }

    private static Map<Party, Memory> memory(RealmOfJars realm) throws Exception {
        Map<Party, Memory> memory = new EnumMap<>(Party.class);
        for (Party party : Party.SERVERS) {
            memory.put(party, Memory.of(realm.server(party).pid()));
        }
        return memory;
    }

    private void report(Duration first, Duration second, Map<Party, Memory> halfway, Map<Party, Memory> end) {
        System.out.printf(
                "load: %d clients, %d Kerberos flows and %d PKI requests, in %.1f s and %.1f s, %d asked again%n",
                CLIENTS,
                CLIENTS * KERBEROS_FLOWS,
                CLIENTS * PKI_REQUESTS,
                first.toMillis() / 1000.0,
                second.toMillis() / 1000.0,
                repeated.get());
        end.forEach((party, memory) ->
                System.out.printf("load: %-8s after half %s, at the end %s%n", party.id(), halfway.get(party), memory));
    }
}

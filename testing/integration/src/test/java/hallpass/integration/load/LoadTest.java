package hallpass.integration.load;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.client.ClientException;
import hallpass.client.credential.CachedSession;
import hallpass.client.credential.CachedTicket;
import hallpass.client.credential.CachedToken;
import hallpass.integration.harness.FailureAssertions;
import hallpass.integration.harness.MultiProcessRealm;
import hallpass.integration.harness.RealmFixture;
import hallpass.integration.harness.TestClient;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
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
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many concurrent clients against five server processes. */
@Order(3)
class LoadTest {
    private static final int CLIENTS = 64;
    private static final int KERBEROS_FLOWS = 30;
    private static final int PKI_REQUESTS = 12;
    private static final String PASSWORD = "the password of all clients";

    /** Far less than a leak of one object for each request: a half has 960 flows. */
    private static final long MAX_GROWTH_KIB = 4 * 1024;

    private static final int MAX_TRIES = 5;

    @TempDir
    private Path temporary;

    private final AtomicInteger retries = new AtomicInteger();

    @Test
    void servesManyClientsWithoutLeaking() throws Exception {
        try (MultiProcessRealm realm = MultiProcessRealm.createWithStandardJvms(temporary)) {
            List<LoadClient> clients = newClients(realm);
            realm.startAll().client().assertBothFlowsWork();

            Duration first = runHalf(clients);
            Map<Party, JvmMemory> halfway = memory(realm);
            Duration second = runHalf(clients);
            Map<Party, JvmMemory> end = memory(realm);

            report(first, second, halfway, end);
            end.forEach((party, memory) -> assertThat(memory.heapKib())
                    .as("heap of " + party.id())
                    .isLessThan(halfway.get(party).heapKib() + MAX_GROWTH_KIB));
            for (Party party : Party.SERVERS) {
                assertThat(realm.server(party).errorLines()).isEmpty();
            }
        }
    }

    private List<LoadClient> newClients(MultiProcessRealm realm) throws Exception {
        List<LoadClient> clients = new ArrayList<>();
        for (int i = 1; i <= CLIENTS; i++) {
            PrincipalName name = new PrincipalName("client-" + i);
            realm.folder().addUser(name, PASSWORD, Instant.now());
            clients.add(new LoadClient(name, realm.client(), retries));
        }
        return clients;
    }

    private interface LoadRequest<T> {
        T send() throws ClientException;
    }

    /** One client's work in a half. Any failure ends the test. */
    private record LoadClient(PrincipalName name, TestClient client, AtomicInteger retries)
            implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            int done = 0;
            CachedSession session = retryUnanswered(() -> client.register(name));
            for (int i = 0; i < KERBEROS_FLOWS / 2; i++, done++) {
                CachedTicket ticket = retryUnanswered(() -> client.login(name, PASSWORD));
                CachedToken token = retryUnanswered(() -> client.token(ticket));
                String data = retryUnanswered(() -> client.kerberos().request(token, "whoami"));
                assertThat(data).isEqualTo(name.text());
            }
            for (int i = 0; i < PKI_REQUESTS / 2; i++, done++) {
                assertThat(retryUnanswered(() -> client.pki().request(session, "memo")))
                        .isEqualTo(RealmFixture.MEMO);
            }
            return done;
        }

        /** Retries after a late reply, which can occur on a busy machine. */
        private <T> T retryUnanswered(LoadRequest<T> request) throws ClientException {
            for (int more = 1; more < MAX_TRIES; more++) {
                try {
                    return request.send();
                } catch (ClientException e) {
                    if (!FailureAssertions.isUnanswered(e)) {
                        throw e;
                    }
                    retries.incrementAndGet();
                }
            }
            return request.send();
        }
    }

    private static Duration runHalf(List<LoadClient> clients) throws InterruptedException, ExecutionException {
        ExecutorService executor = Executors.newFixedThreadPool(clients.size());
        try {
            long start = System.nanoTime();
            int done = 0;
            for (Future<Integer> result : executor.invokeAll(clients)) {
                done += result.get();
            }
            assertThat(done).isEqualTo(CLIENTS * (KERBEROS_FLOWS + PKI_REQUESTS) / 2);
            return Duration.ofNanos(System.nanoTime() - start);
        } finally {
            executor.shutdownNow();
        }
    }

    private static Map<Party, JvmMemory> memory(MultiProcessRealm realm) throws Exception {
        Map<Party, JvmMemory> memory = new EnumMap<>(Party.class);
        for (Party party : Party.SERVERS) {
            memory.put(party, JvmMemory.of(realm.server(party).pid()));
        }
        return memory;
    }

    private void report(Duration first, Duration second, Map<Party, JvmMemory> halfway, Map<Party, JvmMemory> end) {
        System.out.printf(
                "load: %d clients, %d Kerberos flows and %d PKI requests in %.1f s and %.1f s, %d retries%n",
                CLIENTS,
                CLIENTS * KERBEROS_FLOWS,
                CLIENTS * PKI_REQUESTS,
                first.toMillis() / 1000.0,
                second.toMillis() / 1000.0,
                retries.get());
        end.forEach((party, memory) ->
                System.out.printf("load: %-8s after half %s, at the end %s%n", party.id(), halfway.get(party), memory));
    }
}

package hallpass.integration.crash;

import hallpass.client.ClientException;
import hallpass.client.credential.CachedToken;
import hallpass.integration.harness.EnrolmentRequests;
import hallpass.integration.harness.InProcessRealm;
import hallpass.integration.harness.RealmFixture;
import hallpass.integration.harness.TestClient;
import hallpass.message.PrincipalName;
import hallpass.pki.Certificates;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Clients that change keys, notes and certificates of a realm all the time, and a record of which
 * changes were sent and acknowledged.
 */
final class AcknowledgedChanges implements AutoCloseable {
    static final String NOTE = "count";
    private static final int USERS = 2;

    private final InProcessRealm realm;
    private final ExecutorService clients = Executors.newCachedThreadPool();
    private final List<Counter> passwords = new ArrayList<>();
    private final Counter note = new Counter(RealmFixture.ALICE);
    private final Set<String> serials = ConcurrentHashMap.newKeySet();
    private final List<Throwable> failures = new ArrayList<>();
    /** Held by each client during a change, and by a pause. */
    private final ReadWriteLock running = new ReentrantReadWriteLock(true);

    private volatile boolean stopped;

    /** The numbers of the changes of one user: each is sent, then acknowledged, then the next. */
    record Counter(PrincipalName user, AtomicInteger sent, AtomicInteger acknowledged) {
        Counter(PrincipalName user) {
            this(user, new AtomicInteger(), new AtomicInteger());
        }
    }

    /** Both ends of a range of changes: at least the first number is stored, at most the second. */
    record Range(PrincipalName user, int acknowledged, Counter counter) {
        int sent() {
            return counter.sent.get();
        }
    }

    /** The changes that were acknowledged at one moment. */
    record State(List<Range> passwords, Range note, Set<String> serials) {}

    AcknowledgedChanges(InProcessRealm realm) throws Exception {
        this.realm = realm;
        for (int i = 1; i <= USERS; i++) {
            PrincipalName user = new PrincipalName("user-" + i);
            realm.folder().addUser(user, password(0), InstantSource.system().instant());
            passwords.add(new Counter(user));
        }
    }

    static String password(int number) {
        return "password " + number;
    }

    void start() throws Exception {
        TestClient client = realm.client();
        CachedToken token = client.token(client.login());
        for (Counter user : passwords) {
            repeat(() -> change(user, number -> {
                client.updateKey(user.user, password(number - 1), password(number));
            }));
        }
        repeat(() -> change(note, number -> client.kerberos().request(token, "notes put " + NOTE + " " + number)));
        EnrolmentRequests requests = new EnrolmentRequests(realm.folder(), new PrincipalName("ID-Another"));
        repeat(() -> {
            try (EnrolmentRequests.PreparedEnrolment request = requests.prepare()) {
                serials.add(Certificates.formatSerial(request.send().serial()));
            }
        });
    }

    private interface Change {
        void make(int number) throws ClientException;
    }

    private static void change(Counter counter, Change change) throws ClientException {
        int number = counter.sent.incrementAndGet();
        change.make(number);
        counter.acknowledged.set(number);
    }

    interface Task {
        void run() throws Exception;
    }

    private void repeat(Task task) {
        clients.execute(() -> {
            while (!stopped) {
                running.readLock().lock();
                try {
                    task.run();
                } catch (Exception | AssertionError e) {
                    synchronized (failures) {
                        failures.add(e);
                    }
                    return;
                } finally {
                    running.readLock().unlock();
                }
            }
        });
    }

    /** Interrupts the changes, which cost more time than a check. */
    void pauseDuring(Task check) throws Exception {
        running.writeLock().lock();
        try {
            check.run();
        } finally {
            running.writeLock().unlock();
        }
    }

    State acknowledged() {
        return new State(passwords.stream().map(AcknowledgedChanges::range).toList(), range(note), Set.copyOf(serials));
    }

    private static Range range(Counter counter) {
        return new Range(counter.user, counter.acknowledged.get(), counter);
    }

    /** The number of all acknowledged changes. */
    int count() {
        return passwords.stream().mapToInt(each -> each.acknowledged.get()).sum()
                + note.acknowledged.get()
                + serials.size();
    }

    /** Failures of the clients, which end their changes. */
    List<Throwable> failures() {
        synchronized (failures) {
            return List.copyOf(failures);
        }
    }

    @Override
    public void close() {
        stopped = true;
        clients.shutdown();
        try {
            if (!clients.awaitTermination(1, TimeUnit.MINUTES)) {
                clients.shutdownNow();
            }
        } catch (InterruptedException e) {
            clients.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}

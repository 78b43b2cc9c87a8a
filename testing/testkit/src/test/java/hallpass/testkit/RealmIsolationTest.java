package hallpass.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.LoggerContext;
import hallpass.client.ClientSettings;
import hallpass.client.KerberosClient;
import hallpass.crypto.Randomness;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.protocol.Guard;
import hallpass.trace.Trace;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;

/** Realms share a JVM with each other and with their host, and leave nothing behind. */
class RealmIsolationTest {
    private static final PrincipalName ALICE = new PrincipalName("alice");
    private static final int LOGINS = 1000;

    /** The SQLite driver unpacks its native library once in each JVM and deletes it at the exit. */
    @BeforeAll
    static void loadNativeLibrary() throws Exception {
        SQLiteJDBCLoader.initialize();
    }

    @Test
    void twoRealmsWithDifferentGuardsServeSideBySideAndLeaveNothing() throws Exception {
        Properties properties = (Properties) System.getProperties().clone();
        Set<Thread> threads = liveThreads();
        Set<String> files = openFiles();
        List<InetSocketAddress> addresses = new ArrayList<>();

        try (RealmServer classic =
                        RealmServer.builder().user("alice", "classic password").start();
                RealmServer guarded = RealmServer.builder()
                        .guards(Guard.AEAD, Guard.KEY_USAGE, Guard.NONCE, Guard.PREAUTH, Guard.UNIFORM_ERRORS)
                        .user("alice", "guarded password")
                        .start()) {
            for (Party server : Party.SERVERS) {
                addresses.add(classic.address(server));
                addresses.add(guarded.address(server));
            }
            ExecutorService clients = Executors.newFixedThreadPool(2);
            Future<Integer> one = clients.submit(() -> logIn(classic, "classic password"));
            Future<Integer> other = clients.submit(() -> logIn(guarded, "guarded password"));
            assertThat(one.get()).isEqualTo(LOGINS);
            assertThat(other.get()).isEqualTo(LOGINS);
            clients.shutdown();
        }

        // Netty's shared executor thread ends a second after its last task.
        await().pollInSameThread().untilAsserted(() -> assertThat(liveThreads()).isSubsetOf(threads));
        assertThat(openFiles()).isSubsetOf(files);
        assertThat(System.getProperties()).isEqualTo(properties);
        for (InetSocketAddress address : addresses) {
            assertThatThrownBy(() -> new Socket(address.getAddress(), address.getPort()).close())
                    .isInstanceOf(ConnectException.class);
        }
    }

    private static int logIn(RealmServer realm, String password) throws Exception {
        KerberosClient client =
                new KerberosClient(new ClientSettings(realm.config(), realm.clock(), Randomness.secure(), Trace.NONE));
        int logins = 0;
        for (int i = 0; i < LOGINS; i++) {
            assertThat(client.login(ALICE, password::toCharArray).client()).isEqualTo(ALICE);
            logins++;
        }
        return logins;
    }

    @Test
    void theHostLogsAsItsOwnConfigurationSays() throws Exception {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        RecordedLog log = (RecordedLog) root.getAppender("host");

        try (RealmServer realm =
                RealmServer.builder().user("alice", "secret").servers(Party.AS).start()) {
            assertThat(realm.isReady(Party.AS)).isTrue();
            LoggerFactory.getLogger("host").debug("from the host, at the level of its configuration");
        }

        // logback-test.xml of this module stands for the configuration of the host.
        assertThat(root.getLevel()).hasToString("DEBUG");
        assertThat(root.iteratorForAppenders()).toIterable().containsExactly(log);
        assertThat(log.messages()).contains("from the host, at the level of its configuration");
    }

    private static Set<Thread> liveThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getThreadGroup() != null
                        && !thread.getThreadGroup().getName().equals("InnocuousThreadGroup")
                        && !thread.getThreadGroup().getName().equals("system"))
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** The files that this process has open; the system lists them on Linux. */
    private static Set<String> openFiles() throws IOException {
        Set<String> targets = new HashSet<>();
        if (Files.notExists(Path.of("/proc/self/fd"))) {
            return targets;
        }
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                try {
                    targets.add(Files.readSymbolicLink(descriptor).toString());
                } catch (NoSuchFileException e) {
                    // Closed since it was listed, like the descriptor of the list itself.
                }
            }
        }
        targets.removeIf(target -> !target.startsWith("/") || target.startsWith("/proc/"));
        return targets;
    }
}

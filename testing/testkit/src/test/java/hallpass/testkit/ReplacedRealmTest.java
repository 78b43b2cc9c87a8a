package hallpass.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import hallpass.audit.AdminAuditLog;
import hallpass.audit.AuditLogVerifier;
import hallpass.audit.AuditLogVerifier.LogResult;
import hallpass.client.ClientSettings;
import hallpass.client.KerberosClient;
import hallpass.config.EnrolmentTokenFiles;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.crypto.Randomness;
import hallpass.message.AuditEvent;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.store.RealmStores;
import hallpass.trace.Trace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The processes of a realm that is gone write nothing into the realm that took its place. */
class ReplacedRealmTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final PrincipalName ALICE = new PrincipalName("alice");

    @TempDir
    Path folder;

    private Path root() {
        return folder.resolve("realm");
    }

    /** How a realm can disappear from its folder. */
    private enum Removal {
        DELETED {
            @Override
            void remove(Path root) throws IOException {
                delete(root);
            }
        },
        RENAMED {
            @Override
            void remove(Path root) throws IOException {
                Files.move(root, root.resolveSibling("old"));
            }
        },
        EMPTIED {
            @Override
            void remove(Path root) throws IOException {
                try (Stream<Path> entries = Files.list(root)) {
                    for (Path entry : entries.toList()) {
                        delete(entry);
                    }
                }
            }
        };

        abstract void remove(Path root) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void serversStopAndLeaveTheNewRealmAsItIs(Removal removal) throws Exception {
        try (RealmServer realm = startRealm()) {
            new KerberosClient(new ClientSettings(realm.config(), realm.clock(), Randomness.secure(), Trace.NONE))
                    .login(ALICE, "correct horse"::toCharArray);
            removal.remove(root());
            createRealm();
            SortedMap<String, String> created = files();

            Party.SERVERS.forEach(server -> awaitStop(realm.address(server)));

            assertThat(files()).isEqualTo(created);
        }
        assertIntact();
    }

    @Test
    void serversOfAnOlderVersionsRealmStopToo() throws Exception {
        createRealm();
        Files.deleteIfExists(root().resolve("realm.id"));
        try (RealmServer realm = startRealm()) {
            delete(root());
            createRealm();
            SortedMap<String, String> created = files();

            Party.SERVERS.forEach(server -> awaitStop(realm.address(server)));

            assertThat(files()).isEqualTo(created);
        }
        assertIntact();
    }

    @Test
    void serversStopWhenTheirRealmIsRemoved() throws Exception {
        try (RealmServer realm = startRealm()) {
            delete(root());

            Party.SERVERS.forEach(server -> awaitStop(realm.address(server)));
        }
        assertThat(root()).doesNotExist();
    }

    @Test
    void aCommandThatWaitedDoesNotChangeTheNewRealm() throws Exception {
        RealmFolder old = createRealm();
        delete(root());
        createRealm();
        SortedMap<String, String> created = files();

        assertReplaced(() -> AdminAuditLog.open(old, "root", InstantSource.system()));
        assertReplaced(() -> RealmStores.of(old).principals(Randomness.secure()));
        assertReplaced(() -> old.writeStorePassword("secret"));
        assertReplaced(() -> new EnrolmentTokenFiles(old).issue(Randomness.secure()));

        assertThat(files()).isEqualTo(created);
        assertIntact();
    }

    @Test
    void aCommandInProgressFailsAndLeavesTheNewRealmAsItIs() throws Exception {
        RealmFolder old = createRealm();
        SortedMap<String, String> created;
        try (AdminAuditLog audit = AdminAuditLog.open(old, "root", InstantSource.system())) {
            delete(root());
            createRealm();
            created = files();
            assertReplaced(() -> audit.record(audit.newEntry(AuditEvent.USER_ADDED)));
        }

        assertThat(files()).isEqualTo(created);
        assertIntact();
    }

    private interface VoidAction {
        void run() throws Exception;
    }

    private static void assertReplaced(VoidAction action) {
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(action::run)
                .satisfies(e -> assertThat(e.error().name()).isEqualTo("REALM_REPLACED"));
    }

    private RealmServer startRealm() throws Exception {
        return RealmServer.builder()
                .folder(root())
                .user("alice", "correct horse")
                .start();
    }

    private RealmFolder createRealm() throws Exception {
        try (RealmServer realm = RealmServer.builder().folder(root()).create()) {
            return realm.folder();
        }
    }

    private void assertIntact() throws RealmException {
        List<LogResult> results = AuditLogVerifier.verify(RealmFolder.open(root()));
        assertThat(results)
                .hasSize(6)
                .allSatisfy(result -> assertThat(result.faults()).isEmpty());
    }

    private SortedMap<String, String> files() throws IOException {
        SortedMap<String, String> content = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root())) {
            for (Path file : all.toList()) {
                content.put(
                        root().relativize(file).toString(),
                        Files.isDirectory(file) ? "" : HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return content;
    }

    private static void awaitStop(InetSocketAddress address) {
        await().atMost(PATIENCE).until(() -> !accepts(address));
    }

    private static boolean accepts(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}

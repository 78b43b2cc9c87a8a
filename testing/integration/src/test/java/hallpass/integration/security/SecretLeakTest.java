package hallpass.integration.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hallpass.crypto.Randomness;
import hallpass.crypto.SymmetricKey;
import hallpass.fixtures.PostgresServer;
import hallpass.integration.harness.JarProcess;
import hallpass.integration.harness.JarProcess.JarLauncher;
import hallpass.integration.harness.JarProcess.ProcessResult;
import hallpass.integration.harness.MultiProcessRealm;
import hallpass.integration.harness.RealmFixture;
import hallpass.message.Party;
import hallpass.protocol.Principal;
import hallpass.store.PrincipalEntry;
import hallpass.store.PrincipalStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** G16: uses known passwords and keys, then searches files, output and heaps for them. */
class SecretLeakTest {
    private static final String FIRST_PASSWORD = "a planted password, the first";
    private static final String SECOND_PASSWORD = "a planted password, the second";
    private static final List<String> WITHOUT_UMASK = List.of("sh", "-c", "umask 000; exec \"$@\"", "sh");

    @TempDir
    private Path temporary;

    private final Map<String, byte[]> secrets = new TreeMap<>();
    private MultiProcessRealm realm;

    @BeforeEach
    void startRealm() throws Exception {
        RealmFixture folder = RealmFixture.create(temporary.resolve("realm"));
        realm = new MultiProcessRealm(
                folder,
                JarLauncher.shortLived(MultiProcessRealm.environment(temporary)).wrappedBy(WITHOUT_UMASK));
        addSecret("the first password", FIRST_PASSWORD);
        addSecret("the second password", SECOND_PASSWORD);
    }

    @AfterEach
    void end() {
        realm.close();
    }

    private void addSecret(String what, String password) throws Exception {
        secrets.put(what, password.getBytes(StandardCharsets.UTF_8));
        secrets.put(what + ", as chars", password.getBytes(StandardCharsets.UTF_16BE));
        SymmetricKey key = realm.folder()
                .config()
                .profile()
                .stringToKey()
                .newKey("K_c", password.toCharArray(), Randomness.secure())
                .key();
        addSecret("the key of " + what, key);
    }

    private void addSecret(String what, SymmetricKey key) {
        byte[] material = key.exposeMaterial();
        secrets.put(what, material);
        secrets.put(
                what + ", in hexadecimal", HexFormat.of().formatHex(material).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void leavesNoSecretsInFilesOrOutput() throws Exception {
        realm.startAll();
        String output = runCommands(List.of(
                List.of("login", "alice", "--password-stdin", "--verbose"),
                List.of("request", "memo", "--verbose"),
                List.of("pki", "register", "--verbose"),
                List.of("pki", "request", "memo", "--verbose")));
        assertOwnerOnlyPermissions();
        assertThat(realm.hallpass("logout").exitCode()).isZero();
        addRealmKeys();

        assertNoSecretsIn("the output of commands", output.getBytes(StandardCharsets.UTF_8));
        assertNoSecretsBelow(temporary, Set.of(realm.folder().open().serviceKeytab()));
    }

    /** The database server logs all statements with their parameters. */
    @Test
    void leavesNoSecretsInDatabaseFiles() throws Exception {
        realm.close();
        try (PostgresServer server = PostgresServer.start()) {
            PostgresServer.execute(
                    server.url("hallpass"),
                    server.password(),
                    "ALTER SYSTEM SET log_statement = 'all'",
                    "SELECT pg_reload_conf()");
            Path home = Files.createDirectory(temporary.resolve("home"));
            RealmFixture folder = RealmFixture.create(home.resolve("realm"), Map.of(), server, server.createDatabase());
            realm = new MultiProcessRealm(folder, JarLauncher.shortLived(MultiProcessRealm.environment(home)));
            realm.startAll(List.of(Party.AS, Party.TGS, Party.SERVICE));
            runCommands(List.of(List.of("login", "alice", "--password-stdin"), List.of("request", "memo")));
            assertThat(realm.hallpass("logout").exitCode()).isZero();
            addRealmKeys();
            secrets.put("the database's password", server.password().getBytes(StandardCharsets.UTF_8));
            realm.close();
            server.stop();

            assertNoSecretsBelow(
                    home, Set.of(folder.open().serviceKeytab(), folder.open().storePasswordFile()));
            assertNoSecretsBelow(server.dataFolder(), Set.of());
            assertThat(Files.readString(server.dataFolder().resolve("server.log")))
                    .contains("INSERT INTO principal_keys", "$1 = ");
        }
    }

    /** Sets the first password, runs the commands with it and returns all output. */
    private String runCommands(List<List<String>> commands) throws Exception {
        List<String> output = new ArrayList<>();
        ProcessResult changed = realm.hallpassWithInput(
                List.of(RealmFixture.ALICE_PASSWORD, FIRST_PASSWORD),
                "passwd",
                "alice",
                "--password-stdin",
                "--verbose");
        assertThat(changed.exitCode()).as("%s", changed).isZero();
        output.addAll(List.of(changed.output(), changed.errorOutput()));
        for (List<String> command : commands) {
            ProcessResult ended = realm.hallpassWithInput(List.of(FIRST_PASSWORD), command.toArray(String[]::new));
            assertThat(ended.exitCode()).as(ended.errorOutput()).isZero();
            output.addAll(List.of(ended.output(), ended.errorOutput()));
        }
        return String.join("\n", output);
    }

    /** @param exceptions files that may contain the secrets */
    private void assertNoSecretsBelow(Path folder, Set<Path> exceptions) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!exceptions.contains(file)) {
                    assertNoSecretsIn(file.toString(), Files.readAllBytes(file));
                }
            }
        }
    }

    /** Adds the keys of all principals. */
    private void addRealmKeys() throws Exception {
        try (PrincipalStore principals = realm.folder().principals()) {
            for (PrincipalEntry entry : principals.list()) {
                Principal principal = principals.find(entry.name()).orElseThrow();
                addSecret("the key of " + entry.name(), principal.labelledKey("K"));
            }
        }
    }

    private void assertOwnerOnlyPermissions() throws IOException {
        for (Path folder : List.of(realm.folder().path(), temporary.resolve("cache"))) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.toList()) {
                    String rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
                    assertThat(rights)
                            .as(path.toString())
                            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
                }
            }
        }
    }

    /** Immediately, although G16 allows five seconds. */
    @Test
    void leavesNoSecretsInHeapAfterLogout() throws Exception {
        realm.startAll(List.of(Party.AS, Party.TGS, Party.SERVICE));
        assertThat(realm.client().updateKey(RealmFixture.ALICE, RealmFixture.ALICE_PASSWORD, FIRST_PASSWORD))
                .isEqualTo(2);
        JarLauncher launcher = JarLauncher.shortLived(MultiProcessRealm.environment(temporary));
        String path = realm.folder().path().toString();
        try (JarProcess client = launcher.startServer(LoggedOutClient.class, path)) {
            client.sendInput(FIRST_PASSWORD, FIRST_PASSWORD, SECOND_PASSWORD).awaitReady();
            assertNoSecretsIn("the heap of the client", dumpHeap(client.pid()));
        }
        for (Party party : List.of(Party.AS, Party.TGS, Party.SERVICE)) {
            assertNoSecretsIn(
                    "the heap of " + party.id(), dumpHeap(realm.server(party).pid()));
        }
    }

    /** Dumps the reachable objects. */
    private byte[] dumpHeap(long pid) throws Exception {
        Path dump = temporary.resolve("heap-" + pid);
        Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process jcmd = new ProcessBuilder(tool.toString(), String.valueOf(pid), "GC.heap_dump", dump.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(jcmd.waitFor()).as(output).isZero();
        try {
            return Files.readAllBytes(dump);
        } finally {
            Files.delete(dump);
        }
    }

    private void assertNoSecretsIn(String place, byte[] content) {
        String all = new String(content, StandardCharsets.ISO_8859_1);
        secrets.forEach((what, secret) -> assertThat(all.indexOf(new String(secret, StandardCharsets.ISO_8859_1)))
                .as("%s in %s", what, place)
                .isNegative());
    }

    @Test
    void findsLeakedSecret() throws Exception {
        Path log = temporary.resolve("left.log");
        Files.write(log, ("a key: " + FIRST_PASSWORD).getBytes(StandardCharsets.UTF_8));
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertNoSecretsIn("a log", Files.readAllBytes(log)))
                .withMessageContaining("the first password in a log");
    }
}

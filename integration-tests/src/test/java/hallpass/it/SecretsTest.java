package hallpass.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hallpass.crypto.Randomness;
import hallpass.crypto.SymmetricKey;
import hallpass.it.LaunchedJar.Ended;
import hallpass.it.LaunchedJar.Launcher;
import hallpass.protocol.Principal;
import hallpass.store.PrincipalEntry;
import hallpass.store.PrincipalStore;
import hallpass.testkit.PostgresServer;
import hallpass.trace.Party;
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

/** G16: secrets are planted, used and given up, and then looked for wherever they should not be. */
class SecretsTest {
    private static final String FIRST = "a planted password, the first";
    private static final String SECOND = "a planted password, the second";
    private static final List<String> NO_UMASK = List.of("sh", "-c", "umask 000; exec \"$@\"", "sh");

    @TempDir
    private Path temporary;

    private final Map<String, byte[]> secrets = new TreeMap<>();
    private RealmOfJars realm;

    @BeforeEach
    void startRealm() throws Exception {
        LabFolder folder = LabFolder.in(temporary.resolve("realm"));
        realm = new RealmOfJars(
                folder, Launcher.here(RealmOfJars.environment(temporary)).behind(NO_UMASK));
        plant("the first password", FIRST);
        plant("the second password", SECOND);
    }

    @AfterEach
    void end() {
        realm.close();
    }

    private void plant(String what, String password) throws Exception {
        secrets.put(what, password.getBytes(StandardCharsets.UTF_8));
        secrets.put(what + ", as chars", password.getBytes(StandardCharsets.UTF_16BE));
        SymmetricKey key = realm.folder()
                .config()
                .profile()
                .passwordToKey()
                .newKey("K_c", password.toCharArray(), Randomness.secure())
                .key();
        plant("the key of " + what, key);
    }

    private void plant(String what, SymmetricKey key) {
        byte[] material = key.exposeMaterial();
        secrets.put(what, material);
        secrets.put(
                what + ", in hexadecimal", HexFormat.of().formatHex(material).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void areInNoFileOfTheRealmAndInNoOutputAndNoFileIsOpenToOthers() throws Exception {
        realm.startAll();
        String said = use(List.of(
                List.of("login", "alice", "--password-stdin", "--verbose"),
                List.of("request", "memo", "--verbose"),
                List.of("pki", "register", "--verbose"),
                List.of("pki", "request", "memo", "--verbose")));
        assertOnlyOwnersHaveRights();
        assertThat(realm.hallpass("logout").exit()).isZero();
        plantKeysOfTheRealm();

        assertNowhereIn("what commands said", said.getBytes(StandardCharsets.UTF_8));
        assertNowhereBelow(temporary, Set.of(realm.folder().open().serviceKeys()));
    }

    /** Nor in any file of a database server that writes down every statement and every argument of it, as some do. */
    @Test
    void areInNoFileOfTheDatabaseServerThatKeepsTheRealm() throws Exception {
        realm.close();
        try (PostgresServer server = PostgresServer.start()) {
            PostgresServer.execute(
                    server.url("hallpass"),
                    server.password(),
                    "ALTER SYSTEM SET log_statement = 'all'",
                    "SELECT pg_reload_conf()");
            Path home = Files.createDirectory(temporary.resolve("home"));
            LabFolder folder = LabFolder.in(home.resolve("realm"), Map.of(), server, server.newDatabase());
            realm = new RealmOfJars(folder, Launcher.here(RealmOfJars.environment(home)));
            realm.startAll(List.of(Party.AS, Party.TGS, Party.SERVICE));
            use(List.of(List.of("login", "alice", "--password-stdin"), List.of("request", "memo")));
            assertThat(realm.hallpass("logout").exit()).isZero();
            plantKeysOfTheRealm();
            secrets.put("the database's password", server.password().getBytes(StandardCharsets.UTF_8));
            realm.close();
            server.stop();

            assertNowhereBelow(
                    home, Set.of(folder.open().serviceKeys(), folder.open().storePassword()));
            assertNowhereBelow(server.data(), Set.of());
            assertThat(Files.readString(server.data().resolve("server.log")))
                    .contains("INSERT INTO principal_keys", "$1 = ");
        }
    }

    /** Changes to the planted password, and gives these commands with it. Returns what all of them said. */
    private String use(List<List<String>> commands) throws Exception {
        List<String> said = new ArrayList<>();
        Ended changed = realm.hallpassWith(
                List.of(LabFolder.ALICE_PASSWORD, FIRST), "passwd", "alice", "--password-stdin", "--verbose");
        assertThat(changed.exit()).as("%s", changed).isZero();
        said.addAll(List.of(changed.text(), changed.errorText()));
        for (List<String> command : commands) {
            Ended ended = realm.hallpassWith(List.of(FIRST), command.toArray(String[]::new));
            assertThat(ended.exit()).as(ended.errorText()).isZero();
            said.addAll(List.of(ended.text(), ended.errorText()));
        }
        return String.join("\n", said);
    }

    /** @param keepers what they are in for good reason */
    private void assertNowhereBelow(Path folder, Set<Path> keepers) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!keepers.contains(file)) {
                    assertNowhereIn(file.toString(), Files.readAllBytes(file));
                }
            }
        }
    }

    /** A service keeps its own key in a file of its own. */
    private void plantKeysOfTheRealm() throws Exception {
        try (PrincipalStore principals = realm.folder().principals()) {
            for (PrincipalEntry entry : principals.list()) {
                Principal principal = principals.find(entry.name()).orElseThrow();
                plant("the key of " + entry.name(), principal.keyAs("K"));
            }
        }
    }

    private void assertOnlyOwnersHaveRights() throws IOException {
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

    /** Sooner than five seconds: at once. */
    @Test
    void areInNoHeapOnceTheUserHasLoggedOut() throws Exception {
        realm.startAll(List.of(Party.AS, Party.TGS, Party.SERVICE));
        assertThat(realm.client().updateKey(LabFolder.ALICE, LabFolder.ALICE_PASSWORD, FIRST))
                .isEqualTo(2);
        Launcher launcher = Launcher.here(RealmOfJars.environment(temporary));
        String path = realm.folder().path().toString();
        try (LaunchedJar client = launcher.server(LoggedOut.class, path)) {
            client.type(FIRST, FIRST, SECOND).awaitReady();
            assertNowhereIn("the heap of the client", heap(client.pid()));
        }
        for (Party party : List.of(Party.AS, Party.TGS, Party.SERVICE)) {
            assertNowhereIn(
                    "the heap of " + party.id(), heap(realm.server(party).pid()));
        }
    }

    /** What is reachable: a dump collects the garbage first. */
    private byte[] heap(long pid) throws Exception {
        Path dump = temporary.resolve("heap-" + pid);
        Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process jcmd = new ProcessBuilder(tool.toString(), String.valueOf(pid), "GC.heap_dump", dump.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(jcmd.waitFor()).as(said).isZero();
        try {
            return Files.readAllBytes(dump);
        } finally {
            Files.delete(dump);
        }
    }

    private void assertNowhereIn(String place, byte[] content) {
        String all = new String(content, StandardCharsets.ISO_8859_1);
        secrets.forEach((what, secret) -> assertThat(all.indexOf(new String(secret, StandardCharsets.ISO_8859_1)))
                .as("%s in %s", what, place)
                .isNegative());
    }

    /** A search that finds nothing shows nothing unless it can find something. */
    @Test
    void areFoundWhereTheyAreLeft() throws Exception {
        Path log = temporary.resolve("left.log");
        Files.write(log, ("a key: " + FIRST).getBytes(StandardCharsets.UTF_8));
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertNowhereIn("a log", Files.readAllBytes(log)))
                .withMessageContaining("the first password in a log");
    }
}

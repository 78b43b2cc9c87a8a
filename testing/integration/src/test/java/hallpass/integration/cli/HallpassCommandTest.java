package hallpass.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.client.credential.CredentialCache;
import hallpass.console.ExitCode;
import hallpass.integration.harness.FreePorts;
import hallpass.integration.harness.JarProcess.JarLauncher;
import hallpass.integration.harness.JarProcess.ProcessResult;
import hallpass.integration.harness.MultiProcessRealm;
import hallpass.integration.harness.RealmFixture;
import hallpass.message.Party;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A user's session with the {@code hallpass} command against server processes. */
@Order(5)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HallpassCommandTest {
    private static final String FIRST_PASSWORD = "first password";
    private static final String SECOND_PASSWORD = "second password, ünïcödé";

    @TempDir
    private static Path temporary;

    private static MultiProcessRealm realm;

    @BeforeAll
    static void makeRealm() throws Exception {
        Path folder = temporary.resolve("realm");
        JarLauncher launcher = JarLauncher.shortLived(MultiProcessRealm.environment(temporary));
        realm = new MultiProcessRealm(new RealmFixture(folder), launcher);
        String base = String.valueOf(FreePorts.nextBase());
        assertSucceeds(realm.hallpass("realm", "init", folder.toString(), "--base-port", base));
        assertSucceeds(realm.hallpassWithInput(List.of(FIRST_PASSWORD), "user", "add", "alice", "--password-stdin"));
        realm.startAll(List.of(Party.APP, Party.SERVICE, Party.TGS, Party.AS, Party.CA));
    }

    @AfterAll
    static void stop() {
        realm.close();
    }

    @Test
    @Order(1)
    void statusShowsAllServersReady() {
        realm.awaitStatus(text -> {
            assertSucceeds(text);
            assertThat(text.out()).hasSize(5).allMatch(line -> line.endsWith("ready"));
        });
        realm.awaitStatus(
                json -> {
                    assertSucceeds(json);
                    assertThat(compact(json))
                            .contains("\"ready\":true", "\"role\":\"as\"", "\"role\":\"app\"", "\"took_ms\":");
                },
                "--json");
    }

    @Test
    @Order(2)
    void refusesRequestsBeforeLogin() throws Exception {
        assertFails(ExitCode.NOT_LOGGED_IN, "log in with hallpass login", realm.hallpass("request", "memo"));
        assertFails(ExitCode.NOT_LOGGED_IN, "log in with hallpass login", realm.hallpass("tickets"));
        assertFails(ExitCode.NOT_LOGGED_IN, "hallpass pki register", realm.hallpass("pki", "request", "memo"));
    }

    @Test
    @Order(3)
    void refusesBadLogins() throws Exception {
        assertFails(ExitCode.REFUSED, "the password of \"alice\" is wrong", login("alice", "wrong"));
        assertFails(ExitCode.REFUSED, "the realm has no user \"mallory\"", login("mallory", FIRST_PASSWORD));
        assertFails(ExitCode.USAGE, "hallpass login --help", realm.hallpass("login"));
        assertFails(ExitCode.USAGE, "is 0 bytes long", login("", FIRST_PASSWORD));
        assertFails(ExitCode.USAGE, "is 200 bytes long", login("a".repeat(200), FIRST_PASSWORD));
        ProcessResult skewed = realm.hallpassWithInput(
                List.of(FIRST_PASSWORD), "login", "alice", "--password-stdin", "--clock-offset", "+10m");
        assertFails(ExitCode.CLOCK_SKEW, "apart: as has ", skewed);
        assertFails(
                ExitCode.LOCAL_FILES,
                "There is no realm in /nowhere",
                realm.hallpass("tickets", "--realm", "/nowhere"));
    }

    @Test
    @Order(4)
    void logsInAndListsTicket() throws Exception {
        assertSucceeds(login("alice", FIRST_PASSWORD));

        ProcessResult tickets = realm.hallpass("tickets", "--json");
        assertSucceeds(tickets);
        assertThat(compact(tickets))
                .contains("\"kind\":\"ticket\"", "\"client\":\"alice\"", "\"server\":\"krbtgt/HALLPASS.TEST\"");
        Path cache = temporary.resolve("cache").resolve("alice");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(temporary.resolve("cache"))))
                .isEqualTo("rwx------");
    }

    @Test
    @Order(5)
    void requestsServiceAndPrintsTrace() throws Exception {
        assertThat(outputOf(realm.hallpass("request", "memo"))).isEqualTo(RealmFixture.MEMO);
        assertThat(outputOf(realm.hallpass("request", "whoami"))).isEqualTo("alice");
        assertThat(outputOf(realm.hallpass("request", "memo", "--verbose")))
                .contains("K5", "K6", "K7", "K8", RealmFixture.MEMO);
        assertFails(ExitCode.NOT_SERVED, "there is no resource \"gold\"", realm.hallpass("request", "gold"));
        assertFails(
                ExitCode.REFUSED,
                "the realm has no service \"no/where\"",
                realm.hallpass("request", "memo", "--service", "no/where"));
    }

    @Test
    @Order(6)
    void keepsNotesAcrossServiceRestart() throws Exception {
        outputOf(realm.hallpass("request", "notes", "put", "shopping", "bread", "and", "milk"));
        realm.stop(Party.SERVICE);
        assertFails(
                ExitCode.UNAVAILABLE, "service is unreachable: nothing listens on", realm.hallpass("request", "memo"));
        realm.awaitStatus(status -> assertFails(ExitCode.UNAVAILABLE, "service is unreachable", status));

        realm.start(Party.SERVICE).awaitReady();

        assertThat(outputOf(realm.hallpass("request", "notes", "list"))).isEqualTo("shopping");
        assertThat(outputOf(realm.hallpass("request", "notes", "get", "shopping")))
                .isEqualTo("bread and milk");
    }

    @Test
    @Order(7)
    void changesPassword() throws Exception {
        outputOf(realm.hallpassWithInput(List.of(FIRST_PASSWORD, SECOND_PASSWORD), "passwd", "--password-stdin"));

        assertFails(ExitCode.REFUSED, "the password of \"alice\" is wrong", login("alice", FIRST_PASSWORD));
        assertSucceeds(login("alice", SECOND_PASSWORD));
    }

    @Test
    @Order(8)
    void registersAndRequestsWithPki() throws Exception {
        outputOf(realm.hallpass("pki", "register"));

        assertThat(outputOf(realm.hallpass("pki", "request", "memo"))).isEqualTo(RealmFixture.MEMO);
        assertThat(outputOf(realm.hallpass("pki", "request", "whoami"))).isEqualTo("ID-Client1");
        assertThat(compact(realm.hallpass("tickets", "--json"))).contains("\"kind\":\"session\"");
    }

    @Test
    @Order(9)
    void logsOut() throws Exception {
        outputOf(realm.hallpass("logout"));

        assertThat(temporary.resolve("cache").resolve("alice")).doesNotExist();
        assertFails(ExitCode.NOT_LOGGED_IN, "log in with hallpass login", realm.hallpass("request", "memo"));
    }

    @Test
    @Order(10)
    void storesCredentialsInStateHome() throws Exception {
        Path home = Files.createDirectory(temporary.resolve("home"));
        Map<String, String> environment = new TreeMap<>(MultiProcessRealm.environment(temporary));
        environment.put("HALLPASS_CACHE", "");
        environment.put("XDG_STATE_HOME", home.resolve("state").toString());
        MultiProcessRealm elsewhere = new MultiProcessRealm(realm.folder(), JarLauncher.shortLived(environment));

        assertSucceeds(elsewhere.hallpassWithInput(List.of(SECOND_PASSWORD), "login", "alice", "--password-stdin"));

        Path file = CredentialCache.forRealm(realm.folder().open(), environment, Optional.of(home))
                .file();
        assertThat(file).exists().startsWith(home.resolve("state").resolve("hallpass"));
    }

    @Test
    @Order(11)
    void refusesRemovedUser() throws Exception {
        assertSucceeds(login("alice", SECOND_PASSWORD));
        outputOf(realm.hallpass("user", "remove", "alice"));

        assertFails(ExitCode.REFUSED, "the account of \"alice\" was removed", login("alice", SECOND_PASSWORD));
        assertFails(ExitCode.REFUSED, "the account of \"alice\" was removed", realm.hallpass("request", "memo"));
    }

    @Test
    @Order(12)
    void printsHelpAndVersion() throws Exception {
        assertThat(outputOf(realm.hallpass("--help")))
                .contains("login", "tickets", "request", "passwd", "logout", "pki", "status", "demo", "realm", "user");
        assertThat(outputOf(realm.hallpass("--version"))).startsWith("hallpass ");
    }

    private static ProcessResult login(String name, String password) throws Exception {
        return realm.hallpassWithInput(List.of(password), "login", name, "--password-stdin");
    }

    private static String outputOf(ProcessResult ended) {
        assertSucceeds(ended);
        return ended.output();
    }

    private static void assertSucceeds(ProcessResult ended) {
        assertThat(ended.err()).as("%s", ended).isEmpty();
        assertThat(ended.exitCode()).isZero();
    }

    /** Expects the exit code and one line on standard error. */
    private static void assertFails(ExitCode exit, String words, ProcessResult ended) {
        assertThat(ended.err()).singleElement().asString().contains(words);
        assertThat(ended.exitCode()).isEqualTo(exit.number());
    }

    /** JSON without whitespace. */
    private static String compact(ProcessResult ended) {
        return ended.output().replaceAll("\\s*\\n\\s*", "").replaceAll("\" ?: ", "\":");
    }
}

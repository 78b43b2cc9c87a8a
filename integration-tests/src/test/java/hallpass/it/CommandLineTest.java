package hallpass.it;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.client.ExitCode;
import hallpass.client.credential.CredentialCache;
import hallpass.it.LaunchedJar.Ended;
import hallpass.it.LaunchedJar.Launcher;
import hallpass.trace.Party;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The {@code hallpass} command as a process, against servers as processes: one person's session from the first command on. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CommandLineTest {
    private static final String FIRST = "first password";
    private static final String SECOND = "second password, ünïcödé";

    @TempDir
    private static Path temporary;

    private static RealmOfJars realm;

    @BeforeAll
    static void makeRealmByCommand() throws Exception {
        Path folder = temporary.resolve("realm");
        Launcher launcher = Launcher.here(RealmOfJars.environment(temporary));
        realm = new RealmOfJars(new LabFolder(folder), launcher);
        String base = String.valueOf(FreePorts.base());
        assertSucceeds(realm.hallpass("realm", "init", folder.toString(), "--base-port", base));
        assertSucceeds(realm.hallpassWith(List.of(FIRST), "user", "add", "alice", "--password-stdin"));
        realm.startAll(List.of(Party.APP, Party.SERVICE, Party.TGS, Party.AS, Party.CA));
    }

    @AfterAll
    static void stop() {
        realm.close();
    }

    @Test
    @Order(1)
    void statusSaysThatAllFiveAreReady() {
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
    void refusesBeforeAnybodyIsLoggedIn() throws Exception {
        assertFails(ExitCode.NOT_LOGGED_IN, "log in with hallpass login", realm.hallpass("request", "memo"));
        assertFails(ExitCode.NOT_LOGGED_IN, "log in with hallpass login", realm.hallpass("tickets"));
        assertFails(ExitCode.NOT_LOGGED_IN, "hallpass pki register", realm.hallpass("pki", "request", "memo"));
    }

    @Test
    @Order(3)
    void refusesWrongPasswordUnknownUserAndNamesThatCannotBe() throws Exception {
        assertFails(ExitCode.REFUSED, "the password is not the one of \"alice\"", login("alice", "wrong"));
        assertFails(ExitCode.REFUSED, "the realm knows no user \"mallory\"", login("mallory", FIRST));
        assertFails(ExitCode.USAGE, "hallpass login --help", realm.hallpass("login"));
        assertFails(ExitCode.USAGE, "is 0 bytes long", login("", FIRST));
        assertFails(ExitCode.USAGE, "is 200 bytes long", login("a".repeat(200), FIRST));
        Ended skewed =
                realm.hallpassWith(List.of(FIRST), "login", "alice", "--password-stdin", "--clock-offset", "+10m");
        assertFails(ExitCode.CLOCK, "apart: as has ", skewed);
        assertFails(ExitCode.REALM, "There is no realm in /nowhere", realm.hallpass("tickets", "--realm", "/nowhere"));
    }

    @Test
    @Order(4)
    void logsInAndShowsTheTicket() throws Exception {
        assertSucceeds(login("alice", FIRST));

        Ended tickets = realm.hallpass("tickets", "--json");
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
    void asksTheServiceAndTellsTheStory() throws Exception {
        assertThat(succeeded(realm.hallpass("request", "memo"))).isEqualTo(LabFolder.MEMO);
        assertThat(succeeded(realm.hallpass("request", "whoami"))).isEqualTo("alice");
        assertThat(succeeded(realm.hallpass("request", "memo", "--verbose")))
                .contains("K5", "K6", "K7", "K8", LabFolder.MEMO);
        assertFails(ExitCode.NOT_SERVED, "there is no resource \"gold\"", realm.hallpass("request", "gold"));
        assertFails(
                ExitCode.REFUSED,
                "the realm knows no service \"no/where\"",
                realm.hallpass("request", "memo", "--service", "no/where"));
    }

    @Test
    @Order(6)
    void keepsNotesAcrossARestartOfTheService() throws Exception {
        succeeded(realm.hallpass("request", "notes", "put", "shopping", "bread", "and", "milk"));
        realm.stop(Party.SERVICE);
        assertFails(
                ExitCode.UNAVAILABLE, "service cannot be asked: nothing listens on", realm.hallpass("request", "memo"));
        realm.awaitStatus(status -> assertFails(ExitCode.UNAVAILABLE, "service cannot be asked", status));

        realm.start(Party.SERVICE).awaitReady();

        assertThat(succeeded(realm.hallpass("request", "notes", "list"))).isEqualTo("shopping");
        assertThat(succeeded(realm.hallpass("request", "notes", "get", "shopping")))
                .isEqualTo("bread and milk");
    }

    @Test
    @Order(7)
    void changesThePassword() throws Exception {
        succeeded(realm.hallpassWith(List.of(FIRST, SECOND), "passwd", "--password-stdin"));

        assertFails(ExitCode.REFUSED, "the password is not the one of \"alice\"", login("alice", FIRST));
        assertSucceeds(login("alice", SECOND));
    }

    @Test
    @Order(8)
    void registersAtTheCertificateDoorAndAsksThere() throws Exception {
        succeeded(realm.hallpass("pki", "register"));

        assertThat(succeeded(realm.hallpass("pki", "request", "memo"))).isEqualTo(LabFolder.MEMO);
        assertThat(succeeded(realm.hallpass("pki", "request", "whoami"))).isEqualTo("ID-Client1");
        assertThat(compact(realm.hallpass("tickets", "--json"))).contains("\"kind\":\"session\"");
    }

    @Test
    @Order(9)
    void logsOut() throws Exception {
        succeeded(realm.hallpass("logout"));

        assertThat(temporary.resolve("cache").resolve("alice")).doesNotExist();
        assertFails(ExitCode.NOT_LOGGED_IN, "log in with hallpass login", realm.hallpass("request", "memo"));
    }

    @Test
    @Order(10)
    void keepsCredentialsBelowTheHomeFolderUnlessToldOtherwise() throws Exception {
        Path home = Files.createDirectory(temporary.resolve("home"));
        Map<String, String> environment = new TreeMap<>(RealmOfJars.environment(temporary));
        environment.put("HALLPASS_CACHE", "");
        environment.put("XDG_STATE_HOME", home.resolve("state").toString());
        RealmOfJars elsewhere = new RealmOfJars(realm.folder(), Launcher.here(environment));

        assertSucceeds(elsewhere.hallpassWith(List.of(SECOND), "login", "alice", "--password-stdin"));

        Path file = CredentialCache.of(realm.folder().open(), environment, home).file();
        assertThat(file).exists().startsWith(home.resolve("state").resolve("hallpass"));
    }

    @Test
    @Order(11)
    void refusesRemovedUser() throws Exception {
        assertSucceeds(login("alice", SECOND));
        succeeded(realm.hallpass("user", "remove", "alice"));

        assertFails(ExitCode.REFUSED, "the account of \"alice\" was removed", login("alice", SECOND));
        assertFails(ExitCode.REFUSED, "the account of \"alice\" was removed", realm.hallpass("request", "memo"));
    }

    @Test
    @Order(12)
    void explainsItself() throws Exception {
        assertThat(succeeded(realm.hallpass("--help")))
                .contains("login", "tickets", "request", "passwd", "logout", "pki", "status", "demo", "realm", "user");
        assertThat(succeeded(realm.hallpass("--version"))).startsWith("hallpass ");
    }

    private static Ended login(String name, String password) throws Exception {
        return realm.hallpassWith(List.of(password), "login", name, "--password-stdin");
    }

    private static String succeeded(Ended ended) {
        assertSucceeds(ended);
        return ended.text();
    }

    private static void assertSucceeds(Ended ended) {
        assertThat(ended.err()).as("%s", ended).isEmpty();
        assertThat(ended.exit()).isZero();
    }

    /** One sentence on standard error, nothing on standard output but what {@code status} lists. */
    private static void assertFails(ExitCode exit, String words, Ended ended) {
        assertThat(ended.err()).singleElement().asString().contains(words);
        assertThat(ended.exit()).isEqualTo(exit.number());
    }

    /** Without the spaces that JSON has for people. */
    private static String compact(Ended ended) {
        return ended.text().replaceAll("\\s*\\n\\s*", "").replaceAll("\" ?: ", "\":");
    }
}

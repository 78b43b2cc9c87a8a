package hallpass.it;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.client.ExitCode;
import hallpass.it.LaunchedJar.Ended;
import hallpass.it.LaunchedJar.Launcher;
import hallpass.trace.Party;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two authentication servers and two ticket-granting servers over one store, as processes; the first of each goes away. */
class ReplicasTest {
    private static final List<String> PASSWORD = List.of(LabFolder.ALICE_PASSWORD);

    private final List<LaunchedJar> launched = new ArrayList<>();

    @TempDir
    private Path temporary;

    private RealmOfJars realm;
    private LaunchedJar as;
    private LaunchedJar tgs;
    private String secondAs;
    private String secondTgs;

    @BeforeEach
    void start() throws Exception {
        int base = FreePorts.base();
        int second = FreePorts.base();
        secondAs = "127.0.0.1:" + (second + 1);
        secondTgs = "127.0.0.1:" + (second + 2);
        LabFolder folder = LabFolder.in(
                temporary.resolve("realm"),
                Map.of(
                        "addresses.as", "127.0.0.1:" + (base + 1) + "," + secondAs,
                        "addresses.tgs", "127.0.0.1:" + (base + 2) + "," + secondTgs));
        realm = new RealmOfJars(folder, launcher());
        as = keep(realm.start(Party.AS));
        tgs = keep(realm.start(Party.TGS));
        keep(realm.start(Party.AS, "--replica", "2"));
        keep(realm.start(Party.TGS, "--replica", "2"));
        keep(realm.start(Party.SERVICE));
        for (LaunchedJar server : launched) {
            server.awaitReady();
        }
    }

    @AfterEach
    void endAll() {
        launched.forEach(LaunchedJar::close);
    }

    @Test
    void loginsAndRequestsGoOnWhenOneOfEachIsKilled() throws Exception {
        as.kill().awaitEnd();
        tgs.kill().awaitEnd();

        assertGoesTo(secondAs, realm.hallpassWith(PASSWORD, "login", "alice", "--password-stdin", "--verbose"));
        assertGoesTo(secondTgs, realm.hallpass("request", "memo", "--verbose"));
        Ended changed = realm.hallpassWith(
                List.of(LabFolder.ALICE_PASSWORD, "another one"), "passwd", "alice", "--password-stdin");
        assertThat(changed.exit()).isZero();
    }

    @Test
    void loginsAndRequestsGoOnWhileOneOfEachStandsStill() throws Exception {
        signal("STOP", as);
        signal("STOP", tgs);
        try {
            Ended login = realm.hallpassWith(PASSWORD, "login", "alice", "--password-stdin", "--verbose");
            assertGoesTo(secondAs, login);
            assertThat(story(login)).contains("did not answer within 700 ms; asking " + secondAs);
            assertGoesTo(secondTgs, realm.hallpass("request", "memo", "--verbose"));
            assertStatus();
        } finally {
            signal("CONT", as);
            signal("CONT", tgs);
        }
        assertThat(realm.hallpassWith(PASSWORD, "login", "alice", "--password-stdin")
                        .exit())
                .isZero();
    }

    /** Both that stand still, and the two that were not started. */
    private void assertStatus() {
        realm.awaitStatus(status -> {
            assertThat(ready(status)).containsExactly("as-2", "tgs-2", "service");
            assertThat(status.exit()).isEqualTo(ExitCode.UNAVAILABLE.number());
            assertThat(status.out().stream().map(line -> line.split(" ", 2)[0]))
                    .containsExactly("as", "as-2", "tgs", "tgs-2", "service", "ca", "app");
            assertThat(status.out()).allMatch(line -> line.length() <= 80);
        });
    }

    private static List<String> ready(Ended status) {
        return status.out().stream()
                .filter(line -> line.endsWith(" ready"))
                .map(line -> line.split(" ", 2)[0])
                .toList();
    }

    @Test
    void eachHasALogOfItsOwnAndGoesOnWhereItCannotBeWritten() throws Exception {
        assertThat(temporary.resolve("realm/as/as.log")).isNotEmptyFile();
        assertThat(temporary.resolve("realm/as/as-2.log")).isNotEmptyFile();
        Path log = temporary.resolve("realm/ca/ca.log");
        Files.createSymbolicLink(log, Path.of("/dev/full"));

        LaunchedJar ca = keep(realm.start(Party.CA)).awaitReady();

        realm.awaitStatus(status -> assertThat(status.text()).as("%s", status).contains("ready, but its log"));
        Ended ended = ca.terminate().awaitEnd();
        assertThat(ended.err())
                .singleElement()
                .asString()
                .startsWith("ca: cannot write its log " + log + " (No space left on device)");
        Files.delete(log);
    }

    @Test
    void refusesToBeAReplicaThatTheRealmDoesNotHave() throws Exception {
        Ended ended = keep(launcher()
                        .server(
                                "as-server.jar",
                                "--realm",
                                temporary.resolve("realm").toString(),
                                "--replica",
                                "3"))
                .awaitEnd();

        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.err())
                .containsExactly("as: --replica 3 is not there: realm.toml has 2 addresses for as. "
                        + "Give a number from 1 to 2, or add an address.");
    }

    private static void assertGoesTo(String address, Ended ended) {
        assertThat(ended.exit()).as("%s", ended).isZero();
        assertThat(story(ended)).as("%s", ended).contains("; asking " + address);
    }

    /** Without the line breaks of a terminal. */
    private static String story(Ended ended) {
        return ended.out().stream()
                .map(line ->
                        line.replaceFirst("^client +\\| (NO|->|<-|ok)?", "").strip())
                .collect(Collectors.joining(" "));
    }

    private static void signal(String name, LaunchedJar server) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(server.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private Launcher launcher() {
        return Launcher.here(RealmOfJars.environment(temporary));
    }

    private LaunchedJar keep(LaunchedJar one) {
        launched.add(one);
        return one;
    }
}

package hallpass.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hallpass.config.AdversaryAddresses;
import hallpass.integration.harness.FreePorts;
import hallpass.integration.harness.JarProcess;
import hallpass.integration.harness.JarProcess.JarLauncher;
import hallpass.integration.harness.JarProcess.ProcessResult;
import hallpass.integration.harness.MultiProcessRealm;
import hallpass.integration.harness.RealmFixture;
import hallpass.message.Party;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the jars on the newest JDK installed beside the JDK of the tests. */
class NewerJdkTest {
    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

    @TempDir
    private Path temporary;

    @Test
    void runsWithoutWarningsOnNewestJdk() throws Exception {
        Optional<Path> jdk = newestInstalledJdk();
        assumeTrue(jdk.isPresent(), "no newer JDK is installed beside this one");
        RealmFixture folder = RealmFixture.create(temporary.resolve("realm"));
        // Through the adversary, to cover its jar too.
        folder.open().writeRoutes(AdversaryAddresses.from(FreePorts.nextBase(), folder.config()));
        JarLauncher launcher = JarLauncher.withJdk(jdk.get(), MultiProcessRealm.environment(temporary));
        try (MultiProcessRealm realm = new MultiProcessRealm(folder, launcher);
                JarProcess adversary = launcher.startServer("adversary.jar").awaitReady()) {
            realm.start(Party.CA).awaitReady();
            realm.startAll(List.of(Party.AS, Party.TGS, Party.SERVICE, Party.APP));

            assertQuiet(realm.hallpassWithInput(
                    List.of(RealmFixture.ALICE_PASSWORD), "login", "alice", "--password-stdin"));
            assertThat(assertQuiet(realm.hallpass("request", "memo"))).isEqualTo(RealmFixture.MEMO);
            assertQuiet(realm.hallpass("pki", "register"));
            assertThat(assertQuiet(realm.hallpass("pki", "request", "memo"))).isEqualTo(RealmFixture.MEMO);
            assertThat(assertQuiet(realm.hallpass("user", "list"))).contains("alice");
            assertThat(assertQuiet(realm.hallpass("ca", "list"))).contains("ID-Server");
            for (Party party : Party.SERVERS) {
                ProcessResult ended = realm.stop(party);
                assertThat(ended.err()).isEmpty();
                assertThat(ended.out()).hasSize(2);
            }
            ProcessResult ended = adversary.terminate().awaitExit();
            assertThat(ended.err()).isEmpty();
            assertThat(ended.out()).last().isEqualTo("adversary stopped");
        }
    }

    private static String assertQuiet(ProcessResult ended) {
        assertThat(ended.err()).isEmpty();
        assertThat(ended.exitCode()).isZero();
        return ended.output();
    }

    private static Optional<Path> newestInstalledJdk() throws IOException {
        Path here = Path.of(System.getProperty("java.home")).toRealPath();
        Path parent = here.getParent();
        if (parent == null) {
            return Optional.empty();
        }
        try (Stream<Path> others = Files.list(parent)) {
            return others.filter(jdk -> Files.isExecutable(jdk.resolve("bin").resolve("java")))
                    .filter(jdk -> version(jdk) > Runtime.version().feature())
                    .max(Comparator.comparingInt(NewerJdkTest::version));
        }
    }

    /** Reads the version from the release file of a JDK; 0 if there is none. */
    private static int version(Path jdk) {
        try {
            Matcher version = VERSION.matcher(Files.readString(jdk.resolve("release")));
            return version.find() ? Integer.parseInt(version.group(1)) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}

package hallpass.integration.scripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hallpass.integration.scripts.ScriptClone.Result;
import hallpass.integration.scripts.ScriptClone.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts build the jars when sources have changed, once, and say what a build lacks. */
class BuildScriptTest {
    @TempDir
    private Path temporary;

    private ScriptClone clone;

    @BeforeEach
    void create() throws Exception {
        clone = ScriptClone.create(temporary.resolve("clone")).withSources();
        setAge(clone.path("realm/distribution/target/hallpass/built"), Duration.ofHours(-1));
        for (String source : List.of("pom.xml", "cli/pom.xml", "realm/store/pom.xml", "cli/src/main/Main.java")) {
            setAge(clone.path(source), Duration.ofHours(-2));
        }
        for (String folder : List.of("cli/src/main", "realm/store/src/main")) {
            setAge(clone.path(folder), Duration.ofHours(-2));
        }
    }

    @Test
    void buildsAfterChangeOnly() throws Exception {
        assertThat(buildsAfterStart()).isZero();
        setAge(clone.path("cli/src/main/Main.java"), Duration.ofMinutes(-1));
        assertThat(buildsAfterStart()).isEqualTo(1);
        assertThat(buildsAfterStart()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cli/src/main/Main.java", "cli/src/main", "pom.xml"})
    void buildsSourceThatIsDatedInFutureOnce(String source) throws Exception {
        setAge(clone.path(source), Duration.ofDays(400));

        assertThat(buildsAfterStart()).isEqualTo(1);
        assertThat(buildsAfterStart()).isEqualTo(1);
        setAge(clone.path(source), Duration.ofDays(401));
        assertThat(buildsAfterStart()).isEqualTo(2);
    }

    @Test
    void buildsAgainAfterBuildWithClockThatWasAhead() throws Exception {
        setAge(clone.path("realm/distribution/target/hallpass/built"), Duration.ofDays(3));

        assertThat(buildsAfterStart()).isEqualTo(1);
        assertThat(buildsAfterStart()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneOfSeveralStartsBuilds(boolean withFlock) throws Exception {
        if (!withFlock) {
            clone.without("flock");
        }
        Files.delete(clone.path("realm/distribution/target/hallpass/built"));

        List<Running> starts = List.of(start(), start(), start());

        for (Running start : starts) {
            assertThat(start.await().exit()).isZero();
        }
        assertThat(clone.builds()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void buildsAndTestsDoNotOverlap(boolean withFlock) throws Exception {
        if (!withFlock) {
            clone.without("flock");
        }
        prepareTests().withProgram("mvn", "echo start >> runs; sleep 0.3; echo end >> runs");
        Files.delete(clone.path("realm/distribution/target/hallpass/built"));

        Running first = clone.start(clone.script("test.sh"));
        Running second = clone.start(clone.script("test.sh"), "cli");
        Running start = start();

        assertThat(first.await().exit()).isZero();
        assertThat(second.await().exit()).isZero();
        assertThat(start.await().exit()).isZero();
        List<String> runs = Files.readAllLines(clone.path("runs"));
        for (int i = 0; i < runs.size(); i++) {
            assertThat(runs.get(i)).isEqualTo(i % 2 == 0 ? "start" : "end");
        }
        try (Stream<Path> folders = Files.list(clone.path("tests"))) {
            assertThat(folders).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "pom.xml", "missing/folder"})
    void saysThatFolderOfTestsIsMissing(String folder) throws Exception {
        prepareTests().set("HALLPASS_TESTS_IN", clone.path(folder).toString());

        Result result = clone.run(clone.script("test.sh"));

        ScriptEnvironmentTest.assertFails(result, " is not a folder. Set TMPDIR or HALLPASS_TESTS_IN to one.");
        assertThat(result.output()).hasLineCount(1);
    }

    /** Adds the tools that the tests need, and a folder for the realms of the tests. */
    private ScriptClone prepareTests() throws Exception {
        for (String tool : List.of("openssl", "xxd", "strace", "ip")) {
            clone.withProgram(tool, "");
        }
        Files.createDirectories(clone.path("cli/src/test"));
        return clone.set(
                "HALLPASS_TESTS_IN",
                Files.createDirectories(clone.path("tests")).toString());
    }

    @Test
    void takesLockOfKilledProcessOver() throws Exception {
        clone.without("flock");
        Files.delete(clone.path("realm/distribution/target/hallpass/built"));
        Files.createSymbolicLink(
                clone.path("realm/distribution/target/build.lock.owner"), Path.of(String.valueOf(deadProcess())));

        assertThat(buildsAfterStart()).isEqualTo(1);
        assertThat(Files.isSymbolicLink(clone.path("realm/distribution/target/build.lock.owner")))
                .isFalse();
    }

    @Test
    void saysThatCompilerIsMissing() throws Exception {
        Files.delete(clone.path("realm/distribution/target/hallpass/built"));
        Files.delete(clone.path("bin/javac"));

        Result result = clone.without("javac").run(clone.script("hallpass"), "tickets");

        ScriptEnvironmentTest.assertFails(result, "openjdk-17-jdk-headless");
        assertThat(result.output()).contains("needs the Java compiler, javac").hasLineCount(1);
        assertThat(clone.set("JAVA_HOME", clone.root().toString())
                        .run(clone.script("hallpass"), "tickets")
                        .output())
                .contains("needs the Java compiler, javac");
    }

    @Test
    void saysThatMavenIsMissing() throws Exception {
        Files.delete(clone.path("realm/distribution/target/hallpass/built"));
        Files.delete(clone.path("bin/mvn"));

        Result result = clone.without("mvn").run(clone.script("hallpass"), "tickets");

        ScriptEnvironmentTest.assertFails(result, "Maven is not installed.");
        assertThat(result.output()).hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Error: Could not create the Java Virtual Machine.", "[ERROR] no network", "BUILD FAILURE"})
    void printsErrorsOfMaven(String line) throws Exception {
        Files.delete(clone.path("realm/distribution/target/hallpass/built"));
        clone.withProgram("mvn", "echo '" + line + "'; exit 1");

        Result result = clone.run(clone.script("hallpass"), "tickets");

        ScriptEnvironmentTest.assertFails(result, "The build failed. The complete output of Maven is in ");
        assertThat(result.output()).contains(line);
    }

    @Test
    void mavenGetsOneCollectorAndUtf8() throws Exception {
        Files.delete(clone.path("realm/distribution/target/hallpass/built"));
        clone.withProgram("mvn", "echo \"$MAVEN_OPTS $(locale charmap 2>&1)\"; exit 1");

        Result result = clone.set("MAVEN_OPTS", "-XX:+UseParallelGC")
                .set("LC_CTYPE", "UTF-8")
                .run(clone.script("hallpass"), "tickets");

        assertThat(result.output()).contains("-XX:+UseParallelGC", " UTF-8\n").doesNotContain("UseSerialGC");
    }

    @Test
    void saysThatCloneIsReadOnly() throws Exception {
        Files.delete(clone.path("realm/distribution/target/hallpass/built"));
        Result result = asOtherUser("umask 022; ");

        ScriptEnvironmentTest.assertFails(result, "this user cannot write to ");
        assertThat(result.output()).hasLineCount(1);
    }

    @Test
    void runsInReadOnlyClone() throws Exception {
        assertThat(asOtherUser("").output()).contains("hallpass.jar><tickets>");
    }

    @Test
    void runsWithoutSources() throws Exception {
        Files.delete(clone.path("pom.xml"));

        assertThat(clone.run(clone.script("hallpass"), "tickets").output())
                .contains("hallpass.jar><tickets>")
                .hasLineCount(3);
    }

    @Test
    void rootGivesBuildToOwnerOfClone() throws Exception {
        assumeTrue(isRoot(), "only root can change owners");
        Files.delete(clone.path("realm/distribution/target/hallpass/built"));
        clone.bash("chown -R 12345:12345 .");

        assertThat(buildsAfterStart()).isEqualTo(1);

        try (Stream<Path> files = Files.walk(clone.path("realm"))) {
            assertThat(files.map(BuildScriptTest::ownerOf)).containsOnly(12345);
        }
    }

    private Result asOtherUser(String before) throws Exception {
        assumeTrue(isRoot(), "only root can run a command as another user");
        // JUnit's temporary folder is private.
        clone.bash("d=$PWD; while [ \"$d\" != /tmp ] && [ \"$d\" != / ]; do"
                + " chmod go+rx \"$d\"; d=$(dirname \"$d\"); done");
        return clone.bash(before + "setpriv --reuid 12345 --regid 12345 --clear-groups scripts/hallpass tickets");
    }

    private int buildsAfterStart() throws Exception {
        Result result = start().await();
        assertThat(result.exit()).as(result.output()).isZero();
        return clone.builds();
    }

    private Running start() throws Exception {
        return clone.start(clone.script("hallpass"), "tickets");
    }

    private static boolean isRoot() {
        return ownerOf(Path.of("/proc/self")) == 0;
    }

    private static int ownerOf(Path file) {
        try {
            return (Integer) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long deadProcess() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        return process.pid();
    }

    private static void setAge(Path file, Duration fromNow) throws Exception {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plus(fromNow)));
    }
}

package hallpass.integration.scripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hallpass.integration.harness.FreePorts;
import hallpass.integration.scripts.ScriptClone.Result;
import hallpass.integration.scripts.ScriptClone.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several demonstrations, interrupted ones, and folders that are not theirs. */
class DemoScriptTest {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** Creates a realm folder, and servers that only write a log. */
    private static final String STAND_IN = """
            while [ "$1" != -jar ]; do shift; done
            name=${2##*/} name=${name%.jar}
            shift 2
            case "$name $*" in
              "hallpass realm init "*)
                mkdir -p "$3" && touch "$3/realm.toml"
                [ -z "${INIT_HANGS:-}" ] || { touch ../initializing; exec sleep 600; } ;;
              "hallpass demo "*)
                echo "playing in $HALLPASS_REALM"
                while [ -e "$HOME/wait" ]; do sleep 0.1; done
                [ -e "$HALLPASS_REALM/realm.toml" ] && echo "played in $HALLPASS_REALM" ;;
              hallpass*) ;;
              *)
                name=${name#app-server-} name=${name%-server}
                mkdir -p "$HALLPASS_REALM/$name"
                exec 7>> "$HALLPASS_REALM/$name/$name.log"
                trap 'echo "$name stopped"; exit 0' TERM HUP
                echo "x $name ready on y" >&7
                while [ -e "$HALLPASS_REALM" ]; do sleep 0.3; done ;;
            esac
            """;

    @TempDir
    private Path temporary;

    private ScriptClone clone;

    @BeforeEach
    void create() throws Exception {
        clone = ScriptClone.create(temporary.resolve("clone")).withProgram("java", STAND_IN);
    }

    @AfterEach
    void stopServers() throws Exception {
        Files.deleteIfExists(clone.path("wait"));
        // The stand-ins end when their realm is gone.
        clone.bash("rm -rf lab");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void secondRunWaitsForFirst(boolean withFlock) throws Exception {
        if (!withFlock) {
            clone.without("flock");
        }
        Files.createFile(clone.path("wait"));
        Running first = clone.start(runAll());
        awaitOutput(first, "playing in");

        Running second = clone.start(runAll());
        awaitOutput(second, "Another scripts/run-all.sh uses");
        assertThat(clone.path("lab/demo/realm/realm.toml")).exists();
        Files.delete(clone.path("wait"));

        assertPlayed(first.await());
        assertPlayed(second.await());
    }

    @Test
    void runsSideBySideInTwoFolders() throws Exception {
        Files.createFile(clone.path("wait"));
        Running first = clone.start(runAll("--folder", "ein Ordner"));
        awaitOutput(first, "playing in");
        Running second = clone.start(runAll());
        awaitOutput(second, "playing in");
        Files.delete(clone.path("wait"));

        assertPlayed(first.await());
        assertPlayed(second.await());
        assertThat(clone.path("ein Ordner/realm/realm.toml")).exists();
    }

    @Test
    void refusesWhileServersOfEarlierRunAreKept() throws Exception {
        assertPlayed(clone.run(runAll("--keep")));

        Result second = clone.run(runAll());

        ScriptEnvironmentTest.assertFails(second, "use " + clone.path("lab/demo/realm") + ". Stop them with: kill ");
        assertThat(clone.path("lab/demo/realm/realm.toml")).exists();
        clone.bash(second.output().substring(second.output().indexOf("kill ")));
        assertPlayed(clone.run(runAll()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "INT"})
    void runsAfterSignal(String signal) throws Exception {
        Files.createFile(clone.path("wait"));
        // A shell starts programs in the background without SIGINT; this build may be one of them.
        Running first = clone.start(Stream.concat(Stream.of("env", "--default-signal=INT"), Stream.of(runAll()))
                .toArray(String[]::new));
        awaitOutput(first, "playing in");
        clone.bash("kill -" + signal + " " + first.process().pid());
        first.await();
        Files.delete(clone.path("wait"));

        assertPlayed(clone.run(runAll()));
    }

    @Test
    void runsAfterKillDuringCreation() throws Exception {
        clone.without("flock").set("INIT_HANGS", "1");
        Running first = clone.start(runAll());
        await().atMost(LIMIT).until(() -> Files.exists(clone.path("lab/demo/realm/realm.toml")));
        first.process().descendants().forEach(ProcessHandle::destroyForcibly);
        first.process().destroyForcibly();
        first.await();

        assertPlayed(clone.set("INIT_HANGS", "").run(runAll()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"realm/notes.txt", "realm/realm.toml", "postgres/data/PG_VERSION", "postgres/place"})
    void keepsFoldersOfOthers(String file) throws Exception {
        for (String folder : List.of("lab/demo", "other")) {
            Path precious = clone.path(folder).resolve(file);
            Files.createDirectories(precious.resolveSibling(""));
            Files.writeString(precious, "precious");
            // The mark of an earlier version, or of a run whose realm was replaced.
            Files.createFile(clone.path(folder).resolve("made-by-run-all"));

            Result result = clone.run(runAll("--folder", folder));

            ScriptEnvironmentTest.assertFails(result, " was not created by this script. Move it away");
            assertThat(precious).hasContent("precious");
        }
    }

    @Test
    void keepsTargetOfLink() throws Exception {
        Path precious = Files.createDirectories(clone.path("precious")).resolve("notes.txt");
        Files.createFile(precious);
        Files.createDirectories(clone.path("lab/demo"));
        Files.createSymbolicLink(clone.path("lab/demo/realm"), clone.path("precious"));

        ScriptEnvironmentTest.assertFails(clone.run(runAll()), " was not created by this script. Move it away");

        assertThat(precious).exists();
    }

    @Test
    void worksInRemovedCurrentFolder() throws Exception {
        assertPlayed(clone.bash("mkdir gone; cd gone; rmdir ../gone; " + String.join(" ", runAll())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"it's", "a blank $HOME #{pane_id} gr\\303\\274n"})
    void runsInTmux(String name) throws Exception {
        assumeTrue(clone.bash("command -v tmux").exit() == 0, "tmux is missing");
        clone.set("TMUX_TMPDIR", Files.createDirectories(temporary.resolve("t")).toString());
        clone.bash(
                "n=$'" + name.replace("'", "\\'") + "'; mkdir \"$n\"; cp -r scripts realm \"$n\"; ln -s \"$n\" named");
        try {
            String command = "TMUX= named/scripts/run-all.sh --tmux --base-port " + FreePorts.nextBase();

            Result result = clone.bash(command);
            assertThat(result.output()).contains("Attach with: tmux attach -t hallpass-");
            for (String server : List.of("as", "tgs", "service", "ca", "app")) {
                await().atMost(LIMIT)
                        .until(() ->
                                Files.exists(clone.path("named/lab/demo/realm/" + server + "/" + server + ".log")));
            }
            ScriptEnvironmentTest.assertFails(clone.bash(command), "Stop it with: tmux kill-session -t hallpass-");
        } finally {
            clone.bash("tmux kill-server; rm -rf named/lab");
        }
    }

    private String[] runAll(String... options) {
        return Stream.concat(
                        Stream.of(clone.script("run-all.sh"), "--base-port", String.valueOf(FreePorts.nextBase())),
                        Stream.of(options))
                .toArray(String[]::new);
    }

    private static void awaitOutput(Running running, String text) {
        await().atMost(LIMIT).until(() -> Files.readString(running.log()).contains(text));
    }

    private static void assertPlayed(Result result) {
        assertThat(result.output()).contains("played in ");
        assertThat(result.exit()).as(result.output()).isZero();
    }
}

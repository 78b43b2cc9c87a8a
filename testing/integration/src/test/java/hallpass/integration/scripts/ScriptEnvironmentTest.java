package hallpass.integration.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.integration.scripts.ScriptClone.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts work in unusual environments, or say in one sentence why not. */
class ScriptEnvironmentTest {
    @TempDir
    private Path temporary;

    private ScriptClone clone;

    @BeforeEach
    void create() throws Exception {
        clone = ScriptClone.create(temporary.resolve("clone"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sh scripts/hallpass tickets",
                "bash scripts/hallpass tickets",
                "ln -s scripts/hallpass linked; ./linked tickets",
                "PATH=scripts:$PATH; hallpass tickets",
                "cd /; PATH=$OLDPWD/scripts:$PATH; hallpass tickets",
                "scripts/hallpass tickets <&-",
                "scripts/hallpass tickets 2>&-",
                "POSIXLY_CORRECT=1 scripts/hallpass tickets",
                "env SHELLOPTS=noclobber:posix scripts/hallpass tickets",
                "env CDPATH=/tmp:/ IFS=a scripts/hallpass tickets",
                "env -u HOME TERM=dumb TMPDIR=/nonexistent scripts/hallpass tickets",
                "env PATH=bin:/usr/bin:/bin scripts/hallpass tickets",
                "umask 077; scripts/hallpass tickets",
                "umask 000; scripts/hallpass tickets",
                "mkdir a; cd a; chmod 000 .; ../scripts/hallpass tickets",
                "echo 'set -C' > rc; env BASH_ENV=./rc scripts/hallpass tickets"
            })
    void works(String command) throws Exception {
        Result result = clone.bash(command);

        assertThat(result.output()).endsWith("hallpass.jar><tickets>");
        assertThat(result.exit()).isZero();
        assertThat(result.output().lines()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "it's",
                "a blank",
                "a $HOME $(id) `id`",
                "\"quoted\"",
                "-dash",
                "#{pane_id} 100%",
                "gr\\303\\274n",
                "line\\nbreak",
                "a;b&c",
                "[x]*?"
            })
    void worksInFolderNamed(String name) throws Exception {
        String quoted = "$'" + name.replace("'", "\\'") + "'";

        Result result = clone.bash("n=" + quoted
                + "; mkdir -p -- ./\"$n\"; cp -r scripts realm ./\"$n\"; \"./$n/scripts/as-server.sh\" --replica 2");

        assertThat(result.output()).endsWith("as-server.jar><--replica><2>");
        assertThat(result.exit()).isZero();
    }

    @Test
    void closedOutputIsNotTheFirstFileThatJavaOpens() throws Exception {
        clone.withProgram("java", "readlink /proc/$$/fd/0 /proc/$$/fd/1 /proc/$$/fd/2 | tee streams > /dev/null");

        assertThat(clone.bash("scripts/hallpass tickets <&- >&- 2>&-").exit()).isZero();

        assertThat(Files.readAllLines(clone.path("streams"))).hasSize(3).containsOnly("/dev/null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "HALLPASS_JAVA_OPTS"})
    void respectsCollectorOfUser(String variable) throws Exception {
        Result result = clone.set(variable, "-Dx=y -XX:+UseG1GC").run(clone.script("hallpass"), "tickets");

        assertThat(result.output()).doesNotContain("-XX:+UseSerialGC");
    }

    @Test
    void optionsOfUserAreNotPatterns() throws Exception {
        Files.createFile(clone.path("-Dx=file"));

        Result result = clone.set("HALLPASS_JAVA_OPTS", "-Dx=*\n -Dy=1").run(clone.script("hallpass"), "tickets");

        assertThat(result.output()).contains("<-Dx=*><-Dy=1>");
    }

    @Test
    void terminalOfCallerIsNotThatOfOutput() throws Exception {
        clone.withProgram("java", "echo \"tty ${HALLPASS_TTY:-no}\"").set("HALLPASS_TTY", "1");

        assertThat(clone.run(clone.script("hallpass"), "tickets").output()).isEqualTo("tty no\n");
    }

    @Test
    void saysThatCurrentFolderWasRemoved() throws Exception {
        Result result = clone.bash("mkdir gone; cd gone; rmdir ../gone; ../scripts/hallpass tickets || "
                + clone.script("hallpass") + " tickets");

        assertFails(result, "The current folder was removed or moved. Change to another folder, and try again.");
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 100, 255})
    void saysThatTooFewFilesCanBeOpen(int limit) throws Exception {
        for (String script : List.of("hallpass tickets", "as-server.sh", "run-all.sh")) {
            Result result = clone.bash("ulimit -n " + limit + "; scripts/" + script);

            assertFails(result, "Only " + limit + " files can be open in this shell");
            assertThat(result.output()).hasLineCount(1);
        }
    }

    @Test
    void saysThatJavaHomeIsWrong() throws Exception {
        Result result = clone.set("JAVA_HOME", "/nowhere").run(clone.script("hallpass"), "tickets");

        assertFails(
                result,
                "JAVA_HOME is /nowhere, which has no bin/java."
                        + " Set it to the folder of a JDK 17 or newer, or unset it.");
        assertThat(result.output().lines()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"11.0.22", "1.8.0_402", "16"})
    void saysThatJavaIsTooOld(String version) throws Exception {
        Files.writeString(clone.path("release"), "JAVA_VERSION=\"" + version + "\"\n");

        for (String home : List.of("", clone.root().toString())) {
            Result result = clone.set("JAVA_HOME", home).run(clone.script("hallpass"), "tickets");

            assertFails(result, "Hallpass needs Java 17 or newer. Install a JDK");
            assertThat(result.output().lines()).hasSize(1);
        }
    }

    @Test
    void asksJavaWithoutReleaseFileForItsVersion() throws Exception {
        Files.delete(clone.path("release"));
        clone.withProgram("java", "echo 'openjdk version \"11.0.22\" 2024-01-16' >&2");

        assertFails(clone.run(clone.script("hallpass"), "tickets"), "has version 11; Hallpass needs Java 17");
    }

    @Test
    void saysThatJavaIsMissing() throws Exception {
        Files.delete(clone.path("bin/java"));
        Result result = clone.without("java").run(clone.script("hallpass"), "tickets");

        assertFails(result, "Java is not installed. Install a JDK 17 or newer");
        assertThat(result.output().lines()).hasSize(1);
    }

    static void assertFails(Result result, String sentence) {
        assertThat(result.output()).contains(sentence);
        assertThat(result.exit()).isEqualTo(1);
    }
}

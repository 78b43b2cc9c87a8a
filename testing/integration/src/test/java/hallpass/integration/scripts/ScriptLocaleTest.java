package hallpass.integration.scripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts give Java a locale in which arguments arrive as typed. */
class ScriptLocaleTest {
    @TempDir
    private Path temporary;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LC_CTYPE=UTF-8",
                "LC_ALL=xx_YY.UTF-8",
                "LC_ALL=xx_YY.utf8 LANG=C.UTF-8",
                "LC_ALL=",
                "LC_ALL= LC_CTYPE= LANG=",
                "LANG=de_DE",
                "LANG=C",
                "LANG=POSIX POSIXLY_CORRECT=1",
                "LC_ALL=POSIX",
                // Java ignores the whole locale if one category is not installed.
                "LANG=C.UTF-8 LC_TIME=xx_YY.UTF-8",
                "LANG=C.UTF-8 LC_MESSAGES=xx_YY",
                "LANG=xx_YY.UTF-8 LC_CTYPE=C.UTF-8",
                "LC_ALL=C.UTF-8",
                "LANG=C.utf8"
            })
    void selectsInstalledUtf8Locale(String variables) throws Exception {
        ScriptClone clone = ScriptClone.create(temporary.resolve("clone"));
        assumeTrue(clone.bash("locale -a").output().contains("C.utf8"), "the locale C.UTF-8 is not installed");
        for (String variable : variables.split(" ", -1)) {
            clone.set(variable.split("=", 2)[0], variable.split("=", 2)[1]);
        }

        assertThat(clone.run(clone.script("hallpass"), "tickets").output()).contains("charset UTF-8\n");
    }

    @Test
    void keepsInstalledUtf8Locale() throws Exception {
        ScriptClone clone = ScriptClone.create(temporary.resolve("clone"));
        clone.withProgram("locale", "echo UTF-8").set("LANG", "tr_TR.UTF-8");

        assertThat(clone.run(clone.script("hallpass"), "tickets").output()).contains("LC_ALL \n");
    }

    @Test
    void selectsAnyUtf8LocaleOfSystemWithoutCommonOnes() throws Exception {
        ScriptClone clone = ScriptClone.create(temporary.resolve("clone"));
        clone.withProgram("locale", """
                [ "$*" != -a ] || { printf 'C\\nde_DE\\nhu_HU.utf8\\nPOSIX\\n'; exit; }
                if [ "${LC_ALL:-}" = hu_HU.utf8 ]; then echo UTF-8; else echo ANSI_X3.4-1968; fi
                """).set("LC_CTYPE", "UTF-8");

        assertThat(clone.run(clone.script("hallpass"), "tickets").output()).contains("LC_ALL hu_HU.utf8\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "C", "de_DE"})
    void selectsUtf8WithoutProgramLocale(String name) throws Exception {
        ScriptClone clone =
                ScriptClone.create(temporary.resolve("clone")).without("locale").set("LANG", name);

        assertThat(clone.run(clone.script("hallpass"), "tickets").output()).contains("LC_ALL C.UTF-8\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LC_CTYPE=UTF-8", "LC_ALL=xx_YY.UTF-8", "LC_TIME=xx_YY.UTF-8 LANG=C.UTF-8"})
    void realArgumentsArriveAsTyped(String variables) throws Exception {
        ScriptClone clone = ScriptClone.create(temporary.resolve("clone"));
        Path jars = Path.of(System.getProperty("hallpass.lib", "../../realm/distribution/target/hallpass/lib"));
        assumeTrue(Files.exists(jars.resolve("hallpass.jar")), "the jars are not built");
        Path lib = clone.path("realm/distribution/target/hallpass/lib");
        Files.delete(lib);
        Files.createSymbolicLink(lib, jars.toRealPath());
        Files.delete(clone.path("bin/java"));
        clone.set("JAVA_HOME", System.getProperty("java.home"));

        // Octal, because this JVM may run in another locale.
        ScriptClone.Result result = clone.bash("env " + variables
                + " scripts/hallpass realm init $'Gr\\303\\274\\303\\237e'"
                + " && ls -d $'Gr\\303\\274\\303\\237e/realm.toml'");

        assertThat(result.exit()).as(result.output()).isZero();
    }
}

package hallpass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.cli.client.TestShell;
import hallpass.trace.DisplayWidth;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands in a JVM whose locale has other digits or case mappings, and names of any width. */
@Isolated("changes the default locale")
class LocaleTest {
    private final Locale before = Locale.getDefault();

    @TempDir
    private Path folder;

    @AfterEach
    void restoreLocale() {
        Locale.setDefault(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "tr-TR", "fa-IR", "hi-IN-u-nu-deva", "th-TH-u-nu-thai"})
    void printsAsciiDigits(String tag) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        TestShell shell = realmWith("alice");

        for (List<String> command : List.of(
                List.of("audit", "show"),
                List.of("audit", "verify"),
                List.of("user", "list"),
                List.of("keys"),
                List.of("ca", "crl"),
                List.of("realm", "routes"),
                List.of("attack", "show", "E4"),
                List.of("--help"))) {
            String out = shell.run(command.toArray(String[]::new)).out();
            assertThat(out).isNotEmpty();
            assertThat(out.codePoints().filter(Character::isDigit))
                    .as(command + ": " + out)
                    .allMatch(c -> c <= '9');
        }
    }

    @Test
    void alignsColumnsByDisplayWidth() {
        TestShell shell = realmWith("alice", "田中太郎", "김민준", "ﾀﾅｶ", "zoé");

        for (String[] command : new String[][] {{"user", "list"}, {"keys"}}) {
            assertThat(shell.run(command)
                            .out()
                            .lines()
                            .map(LocaleTest::columnOfVersion)
                            .distinct())
                    .hasSize(1);
        }
    }

    private static int columnOfVersion(String line) {
        return DisplayWidth.of(line.substring(0, line.indexOf(" v1 ")));
    }

    private TestShell realmWith(String... users) {
        TestShell shell = TestShell.in(folder, InstantSource.system())
                .withVariable("HALLPASS_REALM", folder.resolve("realm").toString());
        assertThat(shell.run("realm", "init").exit()).isZero();
        for (String user : users) {
            assertThat(shell.withInput("secret\n")
                            .run("user", "add", user, "--password-stdin")
                            .err())
                    .isEmpty();
        }
        return shell;
    }
}

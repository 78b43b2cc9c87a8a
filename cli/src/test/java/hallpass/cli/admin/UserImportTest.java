package hallpass.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.console.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserImportTest extends AdminCommandTester {
    @BeforeEach
    void createRealm() {
        init();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name,password\nbob,secret\ncarol,\"a \"\"b\"\", c\"\n",
                "\ufeffPassword, Name\r\nsecret,bob\r\n\r\n\"x\ny\u00a0z\",carol@HALLPASS.TEST",
                "{\"name\":\"bob\",\"password\":\"secret\"}\n\n{\"password\":\"p\",\"name\":\"carol\"}\n"
            })
    void addsAllUsers(String content) throws Exception {
        boolean control = content.contains("x\ny");
        AdminCommandResult result = importFile(control ? content.replace("x\ny", "xy") : content);

        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("Added 2 users.", "contains passwords");
        assertThat(users()).hasSize(2).allMatch(line -> line.contains(" v1 "));
        assertThat(run("", "audit", "show", "--event", "user-added").out()).contains("bob v1", "carol v1");
    }

    @Test
    void readsStandardInput() {
        assertThat(run("name,password\nbob,secret\n", "user", "import", "-").out())
                .isEqualTo("Added 1 user.\n");
        assertThat(users()).hasSize(1);
    }

    @Test
    void namesEachBadLineAndAddsNobody() throws Exception {
        addAlice();
        AdminCommandResult result = importFile("""
            name,password
            bob,secret
            bad name,secret
            carol
            dave,"a	b"
            alice,secret
            bob,other
            erin,
            frank,"open
            """);

        assertThat(result.exit()).isEqualTo(ExitCode.USAGE.number());
        assertThat(result.err().lines().map(line -> line.replaceAll("^.*users.csv, ", "")))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("line 3: The user name \"bad name\""),
                        line -> assertThat(line).startsWith("line 4: has 1 field instead of two"),
                        line -> assertThat(line).startsWith("line 5: the password contains a control character"),
                        line -> assertThat(line).startsWith("line 6: the realm already has a user or service alice"),
                        line -> assertThat(line).startsWith("line 7: bob is already in line 2"),
                        line -> assertThat(line).startsWith("line 8: the password is empty"),
                        line -> assertThat(line).startsWith("line 9: has a quotation mark"),
                        line -> assertThat(line).contains("no user was added"));
        assertThat(result.err()).doesNotContain("secret", "open");
        assertThat(users()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bob,secret\n",
                "name;password\nbob;secret\n",
                "name,password,mail\n",
                "{\"name\":\"bob\"}\n",
                "{\"name\":\"bob\",\"password\":1}\n",
                "{\"name\":\"bob\",\"password\":\"x\",\"mail\":\"y\"}\n",
                "{oops\n"
            })
    void refusesAnotherFormat(String content) throws Exception {
        AdminCommandResult result = importFile(content);

        assertThat(result.exit()).isEqualTo(ExitCode.USAGE.number());
        assertThat(result.err()).contains("line 1", "no user was added");
        assertThat(users()).containsExactly("There are no users yet.");
    }

    @Test
    void refusesFileThatIsNotText() throws Exception {
        Path file = Files.write(home.resolve("users.csv"), new byte[] {'n', (byte) 0xe4});
        assertRefused(run("", "user", "import", file.toString()), ExitCode.LOCAL_FILES, "is not UTF-8");
        assertRefused(run("", "user", "import", "/nowhere.csv"), ExitCode.LOCAL_FILES, "does not exist");
        assertRefused(run("", "user", "import", home.toString()), ExitCode.LOCAL_FILES, "cannot be read");
        assertRefused(run("name,password\n", "user", "import", "-"), ExitCode.USAGE, "contains no user");
    }

    private AdminCommandResult importFile(String content) throws Exception {
        Path file = Files.writeString(home.resolve("users.csv"), content);
        return run("", "user", "import", file.toString());
    }

    private List<String> users() {
        return run("", "user", "list").out().lines().toList();
    }
}

package hallpass.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.config.ClosestWord;
import hallpass.console.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sentence names the cause and the cure. */
class WrongUseTest extends AdminCommandTester {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gaurds = [\"aead\"] | did you mean guards?",
                "guard = [\"aead\"] | did you mean guards?",
                "guards = [\"replay-cahce\"] | did you mean replay-cache?",
                "profile = \"hardend\" | did you mean hardened?",
                "ticket-lifetime = \"5m\" | it is ticket-lifetime under [kerberos]",
                "[kerberos]\\nskew = \"5m\" | it is written above all tables",
                "[kerberos]\\ntoken-lifetme = \"5m\" | did you mean kerberos.token-lifetime?",
                "[kerberus]\\nservice = \"a/b\" | did you mean kerberos?",
                "colour = \"red\" | allowed: realm"
            })
    void suggestsSetting(String toml, String words) throws Exception {
        init();
        Files.writeString(folder().resolve("realm.toml"), toml.replace("\\n", "\n") + "\n");

        assertRefused(run("", "user", "list"), ExitCode.LOCAL_FILES, words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "logn alice | there is no command logn; did you mean login?",
                "user ad alice | there is no command ad; did you mean add?",
                "frobnicate | there is no command frobnicate: see",
                "user list --realm /etc/passwd | /etc/passwd is not a folder",
                "realm init x --store jdbc:postgresql://h/d?password=y | Remove it from the URL"
            })
    void namesCauseAndCure(String command, String words) {
        assertThat(run("", command.split(" ", -1)).err()).contains(words);
    }

    @Test
    void suggestsNothingFarAway() {
        assertThat(ClosestWord.hint("colour", List.of("realm", "guards"))).isEmpty();
        assertThat(ClosestWord.hint("", List.of("realm"))).isEmpty();
    }

    @Test
    void suggestsKeyOfSetAndEvent() {
        assertThat(run("", "realm", "init", "--set", "kerberos.tiket-lifetime=5m")
                        .err())
                .contains("did you mean kerberos.ticket-lifetime?");
        init();
        assertThat(run("", "audit", "show", "--event", "user-add").err()).contains("did you mean user-added?");
        assertThat(run("", "audit", "show", "--party", "kdc").err()).contains("unknown party kdc");
        assertThat(run("", "audit", "verify", "--party", "kdc").err()).contains("unknown party kdc");
    }

    @Test
    void understandsNamesWithRealm() {
        init();
        assertThat(run("opensesame\n", "user", "add", "alice@HALLPASS.TEST", "--password-stdin")
                        .out())
                .contains("Added alice.");
        assertThat(run("", "user", "list").out()).startsWith("alice  ");
        assertThat(run("", "audit", "show", "--client", "alice@hallpass.test").out())
                .contains("user-added");
        assertThat(run("", "service", "add", "print/localhost@HALLPASS.TEST").out())
                .contains("Added print/localhost;");
        assertThat(run("", "service", "rekey", "print/localhost@HALLPASS.TEST").out())
                .contains("is now v2");
        assertThat(run("", "ca", "issue-client", "ID-Client7@HALLPASS.TEST").out())
                .contains(" to ID-Client7");
        assertRefused(
                run("pw\n", "user", "add", "bob@EXAMPLE.ORG", "--password-stdin"),
                ExitCode.USAGE,
                "names the realm EXAMPLE.ORG, and this realm is HALLPASS.TEST");
        assertThat(run("pw\n", "user", "add", "bob@example.org", "--password-stdin")
                        .out())
                .contains("Added bob@example.org.");
        assertThat(run("", "user", "remove", "alice@HALLPASS.TEST").exit()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--realm", "--keytab"})
    void refusesEmptyPath(String option) {
        init();
        assertThat(run("", "service", "add", "print/localhost", option, "").err())
                .contains("the path is empty");
        assertThat(run("", "realm", "init", "").err()).contains("the path is empty");
        assertThat(run("", "ca", "crl", "--out", "").err()).contains("the path is empty");
    }

    @Test
    void createsRealmInLinkedFolder() throws Exception {
        Path target = Files.createDirectory(home.resolve("target"));
        Path link = Files.createSymbolicLink(home.resolve("link"), target);

        assertThat(run("", "realm", "init", link.toString()).exit()).isZero();
        assertThat(link).isSymbolicLink();
        assertThat(run("", "user", "list", "--realm", link.toString()).exit()).isZero();
        assertRefused(run("", "realm", "init", link.toString()), ExitCode.LOCAL_FILES, "is not empty");
    }

    @Test
    void refusesPortZero() {
        assertRefused(run("", "realm", "init", "--base-port", "0"), ExitCode.USAGE, "clients cannot find");
        assertRefused(run("", "lab", "new", "--student", "ada", "--base-port", "0"), ExitCode.USAGE, "clients cannot");
        init();
        assertRefused(run("", "realm", "routes", "adversary", "--base-port", "0"), ExitCode.LOCAL_FILES, "base port 0");
    }

    @Test
    void refusesPathThatSqliteCannotOpen() throws Exception {
        Path deep = home;
        while (deep.toString().length() < 450) {
            deep = deep.resolve("d".repeat(50));
        }
        Files.createDirectories(deep);
        assertRefused(
                run("", "realm", "init", deep.resolve("realm").toString()), ExitCode.LOCAL_FILES, "a shorter path");
        assertThat(deep.resolve("realm")).doesNotExist();
    }

    @Test
    void keepsFilesBesideUnfinishedRealm() throws Exception {
        Files.createDirectory(folder());
        Files.createFile(folder().resolve(".unfinished-realm"));
        Files.createDirectory(folder().resolve("kdc"));
        Path thesis = Files.writeString(folder().resolve("thesis.txt"), "years");

        assertRefused(run("", "realm", "init"), ExitCode.LOCAL_FILES, "thesis.txt");
        assertThat(thesis).hasContent("years");
        Files.delete(thesis);
        init();
    }

    @Test
    void namesReplacedClientCertificate() {
        init();
        String first = run("", "ca", "issue-client", "ID-Client9").out();
        String second = run("", "ca", "issue-client", "ID-Client9").out();

        assertThat(first).hasLineCount(1);
        String serial = first.split(" ", -1)[1];
        assertThat(second).contains("It replaces " + serial, "hallpass ca revoke " + serial);
        assertThat(run("", "ca", "revoke", serial, "--reason", "superseded").exit())
                .isZero();
    }
}

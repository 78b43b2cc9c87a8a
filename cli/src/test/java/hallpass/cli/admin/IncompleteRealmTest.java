package hallpass.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.console.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A part of a realm that is missing, empty or foreign is never created silently. */
class IncompleteRealmTest extends AdminCommandTester {
    private static final String MOVE = "realm move --to jdbc:postgresql://127.0.0.1:1/none?user=none";

    /** A file of the realm, and the commands that need it. */
    private record RequiredFile(String file, List<String> commands) {
        static RequiredFile of(String file, String... commands) {
            return new RequiredFile(file, List.of(commands));
        }
    }

    private static final List<RequiredFile> DATABASES = List.of(
            RequiredFile.of(
                    "kdc/principals.db", "realm upgrade", "user list", "service rekey desk/localhost", "keys", MOVE),
            RequiredFile.of("ca/certificates.db", "realm upgrade", "ca list", "ca crl", MOVE),
            RequiredFile.of("service/notes.db", "realm upgrade", MOVE),
            RequiredFile.of("app/notes.db", "realm upgrade", MOVE),
            RequiredFile.of("tgs/replays.db", "realm upgrade", MOVE));

    private static final List<RequiredFile> OTHER_FILES = List.of(
            RequiredFile.of("kdc/master.key", "realm upgrade", "user list", MOVE),
            RequiredFile.of("service/service.keys", "service rekey desk/localhost", "service add print/localhost"),
            RequiredFile.of("ca/ca.key", "ca crl"),
            RequiredFile.of("ca/ca.crt", "ca crl"),
            RequiredFile.of("audit/admin.key", "user remove alice", "realm upgrade", MOVE),
            RequiredFile.of("audit/admin.pub", "user remove alice", "app enrol"),
            RequiredFile.of("audit", "user remove alice", "realm upgrade"),
            RequiredFile.of("realm.toml", "user list", "realm upgrade", "audit verify"));

    @Test
    void missingFilesAreNotCreated() throws IOException {
        init();
        for (RequiredFile required : concat()) {
            Path file = folder().resolve(required.file);
            Path away = home.resolve("away");
            Files.move(file, away);
            for (String command : required.commands) {
                assertIncomplete(run("", command.split(" ")), required, command, "missing");
                assertThat(file).as(command).doesNotExist();
            }
            Files.move(away, file);
        }
        assertWhole();
    }

    @Test
    void emptyFilesStayEmpty() throws IOException {
        init();
        for (RequiredFile required :
                List.of(DATABASES.get(0), DATABASES.get(1), DATABASES.get(4), OTHER_FILES.get(0), OTHER_FILES.get(7))) {
            Path file = folder().resolve(required.file);
            byte[] content = Files.readAllBytes(file);
            Files.write(file, new byte[0]);
            for (String command : required.commands) {
                assertIncomplete(run("", command.split(" ")), required, command, "empty");
                assertThat(file).as(command).hasSize(0);
            }
            Files.write(file, content);
        }
        assertWhole();
    }

    @Test
    void foreignFilesStayAsTheyAre() throws IOException {
        init();
        byte[] otherDatabase = Files.readAllBytes(folder().resolve("tgs/replays.db"));
        for (byte[] foreign : List.of(otherDatabase, "notes of mine\n".getBytes(StandardCharsets.UTF_8))) {
            for (RequiredFile required : DATABASES.subList(0, 4)) {
                Path file = folder().resolve(required.file);
                byte[] content = Files.readAllBytes(file);
                Files.write(file, foreign);
                for (String command : required.commands) {
                    AdminCommandResult refused = run("", command.split(" "));
                    assertThat(refused.exit())
                            .as(command + ": " + refused.err())
                            .isEqualTo(ExitCode.LOCAL_FILES.number());
                    assertThat(refused.err()).contains(required.file).doesNotContain("internal error");
                }
                assertThat(file).hasBinaryContent(foreign);
                Files.write(file, content);
            }
        }
        assertWhole();
    }

    private static List<RequiredFile> concat() {
        return Stream.concat(DATABASES.stream(), OTHER_FILES.stream()).toList();
    }

    private void assertWhole() {
        assertThat(run("", "realm", "upgrade").out()).isEqualTo("There is nothing to upgrade.\n");
        assertThat(run("", "audit", "verify").exit()).isZero();
    }

    private static void assertIncomplete(
            AdminCommandResult outcome, RequiredFile required, String command, String problem) {
        assertThat(outcome.exit()).as(command + ": " + outcome.err()).isEqualTo(ExitCode.LOCAL_FILES.number());
        assertThat(outcome.err())
                .as(command)
                .contains(required.file, problem, "hallpass realm restore")
                .hasLineCount(1);
    }
}

package hallpass.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files that root writes in the realm of another user belong to that user. */
class RootInForeignRealmTest extends AdminCommandTester {
    private static final int NOBODY = 65534;

    private static final List<String> COMMANDS = List.of(
            "service rekey desk/localhost",
            "service add print/localhost",
            "user add bob --password-stdin",
            "user remove bob",
            "realm rekey-tgs",
            "realm routes adversary",
            "realm upgrade",
            "ca crl",
            "ca issue-client bob",
            "app enrol",
            "user list");

    @BeforeEach
    void requireRoot() throws IOException {
        assumeTrue(ownerOf(home) == 0, "only root can write in the realm of another user");
    }

    @Test
    void commandsKeepTheOwner() throws IOException {
        assertThat(run("", "realm", "init", "--set", "guards=enrolment-token,client-certificate,verify-kdc")
                        .exit())
                .isZero();
        giveToNobody();

        for (String command : COMMANDS) {
            assertThat(run("opensesame\n", command.split(" ")).exit())
                    .as(command)
                    .isZero();
            assertThat(foreignFiles()).as(command).isEmpty();
        }
    }

    @Test
    void aRealmInAnExistingFolderBelongsToTheOwnerOfTheFolder() throws IOException {
        Files.createDirectory(folder());
        giveToNobody();

        init();

        assertThat(foreignFiles()).isEmpty();
    }

    @Test
    void filesOutsideARealmBelongToRoot() throws IOException {
        init();
        giveToNobody();
        Path keytab = home.resolve("print.keys");

        assertThat(run("", "service", "add", "print/localhost", "--keytab", keytab.toString())
                        .exit())
                .isZero();

        assertThat(ownerOf(keytab)).isZero();
        assertThat(foreignFiles()).isEmpty();
    }

    private void giveToNobody() throws IOException {
        for (Path file : files()) {
            Files.setAttribute(file, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(file, "unix:gid", NOBODY, LinkOption.NOFOLLOW_LINKS);
        }
    }

    private List<Path> foreignFiles() throws IOException {
        return files().stream().filter(file -> !belongsToNobody(file)).toList();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder())) {
            return all.toList();
        }
    }

    private static boolean belongsToNobody(Path file) {
        try {
            return ownerOf(file) == NOBODY
                    && Files.getAttribute(file, "unix:gid", LinkOption.NOFOLLOW_LINKS)
                            .equals(NOBODY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int ownerOf(Path file) throws IOException {
        return (Integer) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }
}

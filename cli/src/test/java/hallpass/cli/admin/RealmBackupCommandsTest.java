package hallpass.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.console.ExitCode;
import hallpass.crypto.Randomness;
import hallpass.message.PrincipalName;
import hallpass.store.PrincipalStore;
import hallpass.store.RealmStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code hallpass realm backup} and {@code hallpass realm restore}. */
class RealmBackupCommandsTest extends AdminCommandTester {
    private Path backup() {
        return home.resolve("realm.zip");
    }

    private AdminCommandResult backUp() {
        return run("", "realm", "backup", backup().toString());
    }

    private AdminCommandResult restore(String... options) {
        String[] command = Stream.concat(Stream.of("realm", "restore", backup().toString()), Stream.of(options))
                .toArray(String[]::new);
        return run("", command);
    }

    @Test
    void restoresTheStateOfTheBackup() {
        init();
        addAlice();

        AdminCommandResult written = backUp();

        assertThat(written.exit()).isZero();
        assertThat(written.out())
                .contains("It contains all secrets of the realm")
                .contains("realm restore");
        assertThat(run("", "user", "remove", "alice").exit()).isZero();

        AdminCommandResult restored = restore("--replace");

        assertThat(restored.err()).isEmpty();
        assertThat(restored.exit()).isZero();
        assertThat(restored.out()).contains("2026-01-01T12:00:00Z", ".before-restore-20260101t120000z");
        assertThat(run("", "user", "list").out()).contains("alice").doesNotContain("removed");
        assertThat(run("", "audit", "verify").exit()).isZero();
        assertThat(run("", "audit", "show", "--event", "realm-restored").out()).contains("admin");
    }

    /** The log of the replaced realm has the backup; it ended before. */
    @Test
    void recordsTheBackup() {
        init();
        backUp();

        assertThat(run("", "audit", "show", "--event", "realm-backed-up", "--json")
                        .out())
                .contains("\"archive\":\"");
    }

    @Test
    void refusesToReplaceWithoutTheOption() {
        init();
        backUp();

        assertRefused(restore(), ExitCode.LOCAL_FILES, "--replace");
    }

    @Test
    void restoresToNewFolder() {
        init();
        addAlice();
        backUp();
        Path copy = home.resolve("copy");

        assertThat(restore("--realm", copy.toString()).exit()).isZero();

        assertThat(run("", "user", "list", "--realm", copy.toString()).out()).contains("alice");
        assertThat(run("", "audit", "verify", "--realm", copy.toString()).exit())
                .isZero();
    }

    @Test
    void refusesDamagedBackup() throws Exception {
        init();
        backUp();
        Files.write(backup(), new byte[1], StandardOpenOption.APPEND);

        assertRefused(restore("--replace"), ExitCode.LOCAL_FILES, "Use another backup.");
    }

    @Test
    void refusesDevices() {
        init();
        assertRefused(run("", "realm", "backup", "/dev/null"), ExitCode.LOCAL_FILES, "new file outside");
    }

    /** A process that was killed leaves its log; an old file is put back beside it. */
    @Test
    void namesTheRestoreWhenFileWasPutBackBesideLog() throws Exception {
        init();
        addAlice();
        Path database = realm().principalDatabase();
        Path old = Files.copy(database, home.resolve("old.db"));
        Path log = database.resolveSibling("principals.db-wal");
        Path killed = home.resolve("killed");
        try (PrincipalStore principals = RealmStores.of(realm()).principals(Randomness.secure())) {
            assertThat(principals.remove(new PrincipalName("alice"), NOON)).isTrue();
            Files.createDirectory(killed);
            for (String suffix : List.of("-wal", "-shm", "-epoch")) {
                Files.copy(database.resolveSibling("principals.db" + suffix), killed.resolve("principals.db" + suffix));
            }
        }
        for (String suffix : List.of("-wal", "-shm", "-epoch")) {
            Files.copy(
                    killed.resolve("principals.db" + suffix),
                    database.resolveSibling("principals.db" + suffix),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Files.copy(old, database, StandardCopyOption.REPLACE_EXISTING);

        assertRefused(run("", "user", "list"), ExitCode.LOCAL_FILES, "hallpass realm restore FILE --replace");
        assertRefused(run("", "realm", "upgrade"), ExitCode.LOCAL_FILES, "principals.db-wal");
        assertRefused(backUp(), ExitCode.LOCAL_FILES, "principals.db-wal");
        assertThat(log).isNotEmptyFile();
    }
}

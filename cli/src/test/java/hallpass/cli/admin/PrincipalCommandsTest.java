package hallpass.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import hallpass.config.Keytab;
import hallpass.config.RealmException;
import hallpass.console.ExitCode;
import hallpass.crypto.GuessablePassphrases;
import hallpass.crypto.Randomness;
import hallpass.crypto.StringToKey;
import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import hallpass.provisioning.KdcPrincipals;
import hallpass.store.PrincipalStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrincipalCommandsTest extends AdminCommandTester {
    @Test
    void addsListsAndRemovesUsers() {
        init();
        AdminCommandResult added = run("opensesame\n", "user", "add", "alice", "--password-stdin");
        assertThat(added.out())
                .contains("derived from the password: K_c (alice v1)                   step  2")
                .doesNotContain("opensesame");
        assertThat(run("", "user", "list").out())
                .contains("alice")
                .contains("key v1")
                .doesNotContain("removed");

        assertThat(run("", "user", "remove", "alice").exit()).isZero();

        assertThat(run("", "user", "list").out()).contains("removed 2026-01-01T12:00:00Z");
        assertThat(run("", "user", "list", "--json").out())
                .contains("\"name\":\"alice\"")
                .contains("\"removed_at\":\"2026-01-01T12:00:00Z\"");
    }

    @Test
    void reusedUserNameGetsHigherKeyVersion() {
        init();
        addAlice();
        assertThat(run("", "user", "remove", "alice").exit()).isZero();

        assertThat(run("again\n", "user", "add", "alice", "--password-stdin").out())
                .contains("K_c (alice v2)");
    }

    @Test
    void refusesExistingAndInvalidUsers() {
        init();
        addAlice();

        assertRefused(run("x\n", "user", "add", "alice", "--password-stdin"), ExitCode.LOCAL_FILES, "alice already");
        assertRefused(run("x\n", "user", "add", "al ice", "--password-stdin"), ExitCode.USAGE, "al ice");
        assertRefused(run("\n", "user", "add", "bob", "--password-stdin"), ExitCode.USAGE, "the password is empty");
        assertRefused(run("", "user", "remove", "bob"), ExitCode.REFUSED, "the realm has no user bob");
        assertRefused(run("", "user", "remove", "desk"), ExitCode.REFUSED, "the realm has no user desk");
    }

    @Test
    void addsServiceWithItsOwnKeytab() throws RealmException {
        init();
        Path table = home.resolve("print.keys");

        AdminCommandResult outcome = run("", "service", "add", "print/localhost", "--keytab", table.toString());

        assertThat(outcome.exit()).isZero();
        assertThat(run("", "service", "list").out()).contains("print/localhost").contains(DESK);
        Keytab.Entry key = Keytab.read(table).newestKey(new PrincipalName("print/localhost"), table);
        assertThat(key.version()).isEqualTo(1);
        assertThat(outcome.out())
                .doesNotContain(HexFormat.of().formatHex(key.key().exposeMaterial()));
    }

    @Test
    void refusesUnusableKeytab() throws Exception {
        init();
        Path table = home.resolve("print.keys");
        Files.writeString(table, "not a keytab\n");

        assertThat(run("", "service", "add", "print/localhost", "--keytab", table.toString())
                        .exit())
                .isEqualTo(ExitCode.LOCAL_FILES.number());

        assertThat(run("", "service", "list").out()).doesNotContain("print/localhost");
    }

    @Test
    void serviceKeytabMatchesKdc() throws RealmException {
        init();

        Keytab.Entry entry =
                Keytab.read(realm().serviceKeytab()).newestKey(new PrincipalName(DESK), realm().serviceKeytab());
        try (PrincipalStore principals = KdcPrincipals.open(realm(), Randomness.secure())) {
            assertThat(principals.find(entry.name()).orElseThrow().key().value())
                    .isEqualTo(entry.key());
        }
    }

    /** The precondition of attack A3, which guesses the passphrase of a service offline. */
    @Test
    void serviceKeysAreGuessableByDefault() throws Exception {
        init();
        assertThat(run("", "service", "rekey", DESK).exit()).isZero();
        assertThat(run("", "service", "add", "print/localhost").exit()).isZero();

        assertThat(guessable()).hasSize(3).containsOnly(true);
    }

    @Test
    void guardMakesServiceKeysRandom() throws Exception {
        assertThat(run("", "realm", "init", "--set", "guards=random-service-keys")
                        .out())
                .contains("generated a service key: K_s (desk/localhost v1)");
        assertThat(run("", "service", "rekey", DESK).exit()).isZero();
        assertThat(run("", "service", "add", "print/localhost").exit()).isZero();

        assertThat(guessable()).hasSize(3).containsOnly(false);
    }

    private List<Boolean> guessable() throws Exception {
        StringToKey stringToKey = realm().config().profile().stringToKey();
        Set<SymmetricKey> guesses = new HashSet<>();
        for (String first : GuessablePassphrases.WORDS) {
            for (String second : GuessablePassphrases.WORDS) {
                char[] passphrase = (first + "-" + second).toCharArray();
                guesses.add(stringToKey.toKey("a guess", passphrase, ""));
            }
        }
        return Keytab.read(realm().serviceKeytab()).entries().stream()
                .map(entry -> guesses.contains(entry.key()))
                .toList();
    }

    @Test
    void rekeyKeepsOldServiceKeyUntilItRetires() throws RealmException {
        init();
        Keytab.Entry first = Keytab.read(realm().serviceKeytab()).entries().get(0);

        assertThat(run("", "service", "rekey", DESK).out())
                .endsWith("The key of desk/localhost is now v2; existing tokens stay valid until they expire.\n");

        // The token lifetime of 10 hours, and twice the clock skew of 5 minutes.
        Instant retiresAt = NOON.plus(Duration.ofHours(10).plusMinutes(10));
        Keytab table = Keytab.read(realm().serviceKeytab());
        assertThat(table.entries())
                .extracting(Keytab.Entry::version, Keytab.Entry::retiresAt)
                .containsExactly(tuple(1, Optional.of(retiresAt)), tuple(2, Optional.empty()));
        assertThat(table.entries().get(0).key().exposeMaterial())
                .isEqualTo(first.key().exposeMaterial());
        assertThat(run("", "keys").out())
                .contains("desk/localhost           v2   aes128-ecb newest")
                .contains("desk/localhost           v1   aes128-ecb valid until 2026-01-01T22:10:00Z");
    }

    @Test
    void rekeysKeyUpdateService() {
        init();
        assertThat(run("", "service", "rekey", "kadmin/changepw").out()).contains("is now v2");
    }

    @Test
    void rekeysTgs() {
        init();
        assertThat(run("", "realm", "rekey-tgs").out())
                .endsWith("The key of the TGS is now v2; existing tickets stay valid until they expire.\n");
        assertThat(run("", "keys", "--json").out())
                .contains("\"name\":\"krbtgt/HALLPASS.TEST\",\"version\":2")
                .contains("\"retires_at\":\"2026-01-01T22:10:00Z\"");
    }

    @Test
    void refusesRekeyWithoutKeytabEntry() throws RealmException {
        init();
        assertThat(run(
                                "",
                                "service",
                                "add",
                                "print/localhost",
                                "--keytab",
                                home.resolve("print.keys").toString())
                        .exit())
                .isZero();
        assertRefused(
                run("", "service", "rekey", "print/localhost"),
                ExitCode.LOCAL_FILES,
                "has no key of print/localhost: check the name");
        assertRefused(
                run("", "service", "rekey", "scan/localhost"), ExitCode.LOCAL_FILES, "has no key of scan/localhost");
        assertRefused(
                run("", "service", "rekey", "krbtgt/HALLPASS.TEST"), ExitCode.LOCAL_FILES, "hallpass realm rekey-tgs");
        assertThat(run("", "keys").out()).doesNotContain("v2");
        assertThat(Keytab.read(realm().serviceKeytab()).entries()).hasSize(1);
    }
}

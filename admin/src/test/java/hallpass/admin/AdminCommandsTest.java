package hallpass.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import hallpass.client.ExitCode;
import hallpass.client.command.Environment;
import hallpass.client.command.Terminal;
import hallpass.crypto.GuessablePassphrases;
import hallpass.crypto.PasswordToKey;
import hallpass.crypto.Randomness;
import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.KeyMaterialException;
import hallpass.pki.RevocationList;
import hallpass.pki.RevocationReason;
import hallpass.pki.RsaKeys;
import hallpass.pki.Validity;
import hallpass.realm.KeyTable;
import hallpass.realm.PemFiles;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.store.CertificateLedger;
import hallpass.store.PrincipalStore;
import hallpass.store.RealmStores;
import hallpass.testkit.ScriptedClock;
import hallpass.trace.Party;
import hallpass.trace.Style;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminCommandsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final String DESK = "desk/localhost";

    @TempDir
    private Path home;

    private record Outcome(int exit, String out, String err) {}

    private Outcome run(String input, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                Optional.empty(),
                Style.PLAIN);
        Map<String, String> variables = Map.of("HALLPASS_REALM", folder().toString());
        Environment environment =
                new Environment(variables, home, terminal, new ScriptedClock(NOON), Randomness.secure());
        int exit = Hallpass.commandLine(environment).execute(arguments);
        return new Outcome(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private Path folder() {
        return home.resolve("realm");
    }

    private RealmFolder realm() throws RealmProblem {
        return RealmFolder.open(folder());
    }

    private void init() {
        assertThat(run("", "realm", "init").exit()).isZero();
    }

    private void addAlice() {
        assertThat(run("opensesame\n", "user", "add", "alice", "--password-stdin")
                        .exit())
                .isZero();
    }

    private static void assertRefused(Outcome outcome, ExitCode exit, String sentence) {
        assertThat(outcome.exit()).isEqualTo(exit.number());
        assertThat(outcome.err()).startsWith("hallpass: ").contains(sentence);
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void makesARealmAndTellsOfItsKeys() throws RealmProblem {
        Outcome outcome = run("", "realm", "init", "--base-port", "20000", "--set", "kerberos.ticket-lifetime=5m");

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out())
                .contains("made the TGS key, random: K_tgs (krbtgt/HALLPASS.TEST v1)   step  3")
                .contains("made of a passphrase: K_s (desk/localhost v1)")
                .contains("Made the realm HALLPASS.TEST in");
        assertThat(realm().config().address(Party.AS).getPort()).isEqualTo(20001);
        assertThat(realm().config().ticketLifetime()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void leadsThroughTheAdversaryAndBack() throws RealmProblem {
        init();
        Outcome there = run("", "realm", "routes", "adversary");
        assertThat(there.err()).isEmpty();
        assertThat(there.out().lines())
                .hasSize(5)
                .first()
                .isEqualTo("as        127.0.0.1:9801, which should lead to 127.0.0.1:8801");
        assertThat(realm().config().route(Party.APP).getPort()).isEqualTo(9805);

        assertThat(run("", "realm", "routes").out()).isEqualTo(there.out());
        assertThat(run("", "realm", "routes", "adversary", "--base-port", "20000")
                        .exit())
                .isZero();
        assertThat(realm().config().route(Party.APP).getPort()).isEqualTo(20005);
        assertThat(run("", "realm", "routes", "direct").out()).startsWith("as        127.0.0.1:8801");
        assertThat(realm().config().isRouted(Party.APP)).isFalse();
        assertRefused(run("", "realm", "routes", "back"), ExitCode.USAGE, "back");
    }

    @Test
    void givesTheServiceServerTheKeyThatTheKdcHas() throws RealmProblem {
        init();

        KeyTable.Entry own =
                KeyTable.read(realm().serviceKeys()).newest(new PrincipalName(DESK), realm().serviceKeys());
        try (PrincipalStore principals = Kdc.open(realm(), Randomness.secure())) {
            assertThat(principals.find(own.name()).orElseThrow().key().value()).isEqualTo(own.key());
        }
    }

    /** A3: with any token for a service, whoever tries them all. */
    @Test
    void makesServiceKeysOfPassphrasesThatCanBeGuessed() throws Exception {
        init();
        assertThat(run("", "service", "rekey", DESK).exit()).isZero();
        assertThat(run("", "service", "add", "print/localhost").exit()).isZero();

        assertThat(guessable()).hasSize(3).containsOnly(true);
    }

    @Test
    void makesRandomServiceKeysWithTheGuard() throws Exception {
        assertThat(run("", "realm", "init", "--set", "guards=random-service-keys")
                        .out())
                .contains("made a service key, random: K_s (desk/localhost v1)");
        assertThat(run("", "service", "rekey", DESK).exit()).isZero();
        assertThat(run("", "service", "add", "print/localhost").exit()).isZero();

        assertThat(guessable()).hasSize(3).containsOnly(false);
    }

    private List<Boolean> guessable() throws Exception {
        PasswordToKey passwords = realm().config().profile().passwordToKey();
        Set<SymmetricKey> guesses = new HashSet<>();
        for (String first : GuessablePassphrases.WORDS) {
            for (String second : GuessablePassphrases.WORDS) {
                char[] passphrase = (first + "-" + second).toCharArray();
                guesses.add(passwords.toKey("a guess", passphrase, ""));
            }
        }
        return KeyTable.read(realm().serviceKeys()).entries().stream()
                .map(entry -> guesses.contains(entry.key()))
                .toList();
    }

    @Test
    void makesNoRealmWhereSomethingIs() throws Exception {
        Files.createDirectory(folder());
        Files.writeString(folder().resolve("precious"), "mine");

        assertRefused(run("", "realm", "init"), ExitCode.REALM, "is not empty");
        assertThat(folder().resolve("precious")).hasContent("mine");
    }

    @Test
    void saysThatASettingIsUnknown() {
        assertRefused(run("", "realm", "init", "--set", "kerbros.x=1"), ExitCode.REALM, "kerbros.x");
        assertThat(folder()).doesNotExist();
    }

    @Test
    void addsListsAndRemovesUsers() {
        init();
        Outcome added = run("opensesame\n", "user", "add", "alice", "--password-stdin");
        assertThat(added.out())
                .contains("made from the password: K_c (alice v1)                      step  2")
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
    void givesANewAccountOfARemovedNameAHigherKeyVersion() {
        init();
        addAlice();
        assertThat(run("", "user", "remove", "alice").exit()).isZero();

        assertThat(run("again\n", "user", "add", "alice", "--password-stdin").out())
                .contains("K_c (alice v2)");
    }

    @Test
    void refusesUsersThatAreThereOrCannotBe() {
        init();
        addAlice();

        assertRefused(run("x\n", "user", "add", "alice", "--password-stdin"), ExitCode.REALM, "alice already");
        assertRefused(run("x\n", "user", "add", "al ice", "--password-stdin"), ExitCode.USAGE, "al ice");
        assertRefused(run("\n", "user", "add", "bob", "--password-stdin"), ExitCode.USAGE, "the password is empty");
        assertRefused(run("", "user", "remove", "bob"), ExitCode.REFUSED, "the realm has no user bob");
        assertRefused(run("", "user", "remove", "desk"), ExitCode.REFUSED, "the realm has no user desk");
    }

    @Test
    void addsAServiceWithAKeyTableOfItsOwn() throws RealmProblem {
        init();
        Path table = home.resolve("print.keys");

        Outcome outcome = run("", "service", "add", "print/localhost", "--key-table", table.toString());

        assertThat(outcome.exit()).isZero();
        assertThat(run("", "service", "list").out()).contains("print/localhost").contains(DESK);
        KeyTable.Entry key = KeyTable.read(table).newest(new PrincipalName("print/localhost"), table);
        assertThat(key.version()).isEqualTo(1);
        assertThat(outcome.out())
                .doesNotContain(HexFormat.of().formatHex(key.key().exposeMaterial()));
    }

    @Test
    void addsNoServiceWhoseKeyTableCannotBeUsed() throws Exception {
        init();
        Path table = home.resolve("print.keys");
        Files.writeString(table, "no key table\n");

        assertThat(run("", "service", "add", "print/localhost", "--key-table", table.toString())
                        .exit())
                .isEqualTo(ExitCode.REALM.number());

        assertThat(run("", "service", "list").out()).doesNotContain("print/localhost");
    }

    @Test
    void listsShowsAndRevokesCertificates() throws RealmProblem {
        init();
        assertThat(run("", "ca", "list").out()).contains("has issued no certificate yet");
        X509Certificate certificate = issue("ID-Server");
        String serial = CertificateLedger.serial(certificate.getSerialNumber());

        assertThat(run("", "ca", "list").out())
                .contains(serial)
                .contains("ID-Server")
                .contains("until");
        assertThat(run("", "ca", "show", serial).out())
                .contains("subject     ID-Server", "state       good", "-----BEGIN CERTIFICATE-----");

        assertThat(run("", "ca", "revoke", serial, "--reason", "keyCompromise").out())
                .contains("Revoked " + serial);
        assertThat(run("", "ca", "revoke", serial).out()).contains("was revoked before");
        assertThat(run("", "ca", "list", "--json").out())
                .contains("\"revoked_at\":\"2026-01-01T12:00:00Z\"", "\"reason\":\"keyCompromise\"");
    }

    @Test
    void revokingPublishesAListThoughNoServerRuns() throws RealmProblem {
        init();
        BigInteger serial = issue("ID-Server").getSerialNumber();

        assertThat(run("", "ca", "revoke", CertificateLedger.serial(serial), "--reason", "superseded")
                        .out())
                .contains("Published list number 1 in ");

        RevocationList list = PemFiles.revocationList(realm().revocationList());
        assertThat(list.find(serial).orElseThrow().reason()).isEqualTo(RevocationReason.SUPERSEDED);
        assertThat(run("", "ca", "crl").out())
                .contains(
                        "number      1",
                        CertificateLedger.serial(serial) + "  revoked 2026-01-01T12:00:00Z, superseded");
        assertThat(run("", "ca", "crl", "--json").out()).contains("\"number\":1", "BEGIN X509 CRL");
        Path out = realm().root().resolve("out.crl");
        assertThat(run("", "ca", "crl", "--out", out.toString()).out()).contains("Wrote list number 1 to ");
        assertThat(PemFiles.revocationList(out).encode()).isEqualTo(list.encode());
        assertThat(run("", "audit", "show", "--event", "crl-published").out())
                .containsOnlyOnce("crl-published")
                .containsPattern("admin +crl-published +number 1 by ");
    }

    @Test
    void listsAndRevokesASerialThatWasOnlyReserved() throws RealmProblem {
        init();
        try (CertificateLedger ledger = RealmStores.of(realm()).ledger()) {
            ledger.reserve("0ABC", new PrincipalName("ID-Server"), NOON, NOON.plusSeconds(60), NOON);
        }

        assertThat(run("", "ca", "list").out()).contains("0ABC  ID-Server  reserved, and not issued");
        assertThat(run("", "ca", "show", "0ABC").out()).contains("state       reserved, and not issued");
        assertThat(run("", "ca", "revoke", "abc").out()).contains("Revoked 0ABC");
        assertThat(run("", "ca", "crl").out()).contains("0ABC");
    }

    @Test
    void asksTheApplicationServerToRegisterAnew() throws RealmProblem {
        init();

        assertThat(run("", "app", "enrol").out()).contains("Asked app to register anew");

        assertThat(realm().enrolmentRequest()).exists();
        assertThat(run("", "audit", "show").out()).containsPattern("admin +enrolment-asked +ID-Server by ");
    }

    @Test
    void issuesACertificateToAClientWithItsKeyBesideIt() throws Exception {
        init();

        assertThat(run("", "ca", "issue-client", "ID-Client2").out())
                .containsPattern("Issued [0-9A-F]{32} to ID-Client2: .*ID-Client2.client.crt, and its key beside it");

        assertThat(realm().clientKey(new PrincipalName("ID-Client2"))).exists();
        assertThat(run("", "ca", "list").out()).contains("  ID-Client2  until ");
        assertThat(run("", "audit", "show").out()).containsPattern("admin +certificate-issued +[0-9A-F]{32} ID-Clie");
        assertRefused(run("", "ca", "issue-client", "a b"), ExitCode.USAGE, "a b");
        assertRefused(run("", "ca", "issue-client", "ID-CA"), ExitCode.USAGE, "is the authority's own name");
    }

    @Test
    void refusesSerialsAndReasonsThatAreNone() throws RealmProblem {
        init();
        String serial = CertificateLedger.serial(issue("ID-Server").getSerialNumber());

        assertRefused(run("", "ca", "show", "00ff"), ExitCode.REFUSED, "no certificate with the serial number 00ff");
        assertRefused(run("", "ca", "revoke", serial, "--reason", "boredom"), ExitCode.USAGE, "superseded");
        assertThat(run("", "ca", "list").out()).doesNotContain("revoked");
    }

    @Test
    void saysWhatToDoWhereThereIsNoRealm() {
        assertRefused(run("", "user", "list"), ExitCode.REALM, "Make one with: hallpass realm init");
    }

    private X509Certificate issue(String name) throws RealmProblem {
        RealmFolder realm = realm();
        try (CertificateLedger ledger = RealmStores.of(realm).ledger()) {
            CertificateAuthority authority = CertificateAuthority.of(
                    PemFiles.certificate(realm.authorityCertificate(Party.CA)),
                    PemFiles.privateKey(realm.authorityKey()));
            X509Certificate certificate = authority.issue(
                    new PrincipalName(name),
                    (RSAPublicKey) RsaKeys.newPair().getPublic(),
                    Validity.starting(NOON, Duration.ofDays(1), Duration.ofMinutes(5)),
                    CertificateAuthority.newSerial(Randomness.secure()));
            assertThat(ledger.record(certificate, NOON)).isTrue();
            return certificate;
        } catch (KeyMaterialException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void givesAServiceANewKeyBesideItsOldOne() throws RealmProblem {
        init();
        KeyTable.Entry first = KeyTable.read(realm().serviceKeys()).entries().get(0);

        assertThat(run("", "service", "rekey", DESK).out())
                .endsWith("The key of desk/localhost is now v2; tokens under the old one work until they end.\n");

        // A token's 10 hours, and twice the 5 minutes by which clocks may differ.
        Instant retired = NOON.plus(Duration.ofHours(10).plusMinutes(10));
        KeyTable table = KeyTable.read(realm().serviceKeys());
        assertThat(table.entries())
                .extracting(KeyTable.Entry::version, KeyTable.Entry::retiresAt)
                .containsExactly(tuple(1, Optional.of(retired)), tuple(2, Optional.empty()));
        assertThat(table.entries().get(0).key().exposeMaterial())
                .isEqualTo(first.key().exposeMaterial());
        assertThat(run("", "keys").out())
                .contains("desk/localhost           v2   aes128-ecb newest")
                .contains("desk/localhost           v1   aes128-ecb opens until 2026-01-01T22:10:00Z");
    }

    @Test
    void givesTheServiceThatUpdatesKeysANewOne() {
        init();
        assertThat(run("", "service", "rekey", "kadmin/changepw").out()).contains("is now v2");
    }

    @Test
    void givesTheTgsANewKey() {
        init();
        assertThat(run("", "realm", "rekey-tgs").out())
                .endsWith("The key of the TGS is now v2; tickets under the old one work until they end.\n");
        assertThat(run("", "keys", "--json").out())
                .contains("\"name\":\"krbtgt/HALLPASS.TEST\",\"version\":2")
                .contains("\"retires_at\":\"2026-01-01T22:10:00Z\"");
    }

    @Test
    void rollsAKeyWhoseServiceCannotGetItNeitherThereNorInTheKdc() throws RealmProblem {
        init();
        assertThat(run(
                                "",
                                "service",
                                "add",
                                "print/localhost",
                                "--key-table",
                                home.resolve("print.keys").toString())
                        .exit())
                .isZero();
        assertRefused(
                run("", "service", "rekey", "print/localhost"),
                ExitCode.REALM,
                "has no key of print/localhost. Name the service's own key table with --key-table FILE.");
        assertRefused(run("", "service", "rekey", "scan/localhost"), ExitCode.REALM, "has no key of scan/localhost");
        assertRefused(run("", "service", "rekey", "krbtgt/HALLPASS.TEST"), ExitCode.REALM, "hallpass realm rekey-tgs");
        assertThat(run("", "keys").out()).doesNotContain("v2");
        assertThat(KeyTable.read(realm().serviceKeys()).entries()).hasSize(1);
    }

    @Test
    void keepsAccountOfEveryActAndFindsWhoeverEditsIt() throws Exception {
        init();
        addAlice();
        assertThat(run("", "service", "rekey", DESK).exit()).isZero();
        assertThat(run("", "realm", "rekey-tgs").exit()).isZero();
        assertThat(run("", "user", "remove", "alice").exit()).isZero();
        assertRefused(run("", "user", "remove", "nobody"), ExitCode.REFUSED, "no user nobody");

        Outcome shown = run("", "audit", "show", "--party", "admin");
        assertThat(shown.out().lines().map(line -> line.replaceAll(" +", " ")))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("---- 2026-01-01 (UTC)"),
                        line -> assertThat(line).startsWith("12:00:00 admin realm-made HALLPASS.TEST by "),
                        line -> assertThat(line).startsWith("12:00:00 admin user-added alice v1 by "),
                        line -> assertThat(line).startsWith("12:00:00 admin service-rekeyed " + DESK + " v2 by "),
                        line -> assertThat(line).startsWith("12:00:00 admin tgs-rekeyed krbtgt/HALLPASS.TEST v2 by "),
                        line -> assertThat(line).startsWith("12:00:00 admin user-removed alice by "));
        assertThat(run("", "audit", "show", "--client", "alice", "--since", "1m")
                        .out())
                .contains("user-added", "user-removed")
                .doesNotContain("rekeyed");
        assertThat(run("", "audit", "show", "--event", "nonsense").exit()).isEqualTo(ExitCode.USAGE.number());
        Outcome whole = run("", "audit", "verify");
        assertThat(whole.exit()).isZero();
        assertThat(whole.out()).contains("The audit log is whole: 10 lines");

        Path log = folder().resolve("audit").resolve("admin.jsonl");
        Files.writeString(log, Files.readString(log).replace("\"alice\"", "\"alicf\""));
        Outcome edited = run("", "audit", "verify", "--party", "admin");
        assertThat(edited.exit()).isEqualTo(ExitCode.TAMPERED.number());
        assertThat(edited.err())
                .contains("audit/admin.jsonl, line 4 does not follow the line before it")
                .contains("is not as it was left");
    }
}

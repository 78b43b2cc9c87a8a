package hallpass.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import hallpass.client.ClientSettings;
import hallpass.client.KerberosClient;
import hallpass.client.PkiClient;
import hallpass.config.PemFiles;
import hallpass.config.RealmException;
import hallpass.crypto.Randomness;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateValidator;
import hallpass.pki.RsaKeys;
import hallpass.trace.Trace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A realm recovers after clocks that were ahead were set right. */
class CorrectedClockTest {
    private static final Duration AHEAD = Duration.ofDays(3);
    private static final PrincipalName ALICE = new PrincipalName("alice");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "enrolment-token", "local-keys,enrolment-token,revocation,oaep"})
    void theApplicationServerRecoversByEnrolment(String guards) throws Exception {
        try (RealmServer realm = realm(guards)) {
            List<Party> servers = List.of(Party.CA, Party.APP);
            realm.setClockOffset(AHEAD);
            realm.start(servers);
            servers.forEach(realm::stop);
            realm.setClockOffset(Duration.ZERO);
            realm.start(Party.CA);

            realm.listen(Party.APP);
            assertThatExceptionOfType(RealmException.class)
                    .isThrownBy(() -> realm.awaitReady(Party.APP))
                    .satisfies(e -> assertThat(e.error().name()).isEqualTo("SERVER_CERTIFICATE_UNUSABLE"));
            realm.stop(Party.APP);
            Files.createFile(realm.folder().enrolmentRequest());
            realm.start(Party.APP);

            assertThat(realm.isReady(Party.APP)).isTrue();
            assertThat(realm.folder().enrolmentRequest()).doesNotExist();
        }
    }

    @Test
    void aCertificateOfAnotherAuthorityIsReplacedByEnrolment() throws Exception {
        try (RealmServer other = realm("")) {
            other.start(List.of(Party.CA, Party.APP));
            try (RealmServer realm = RealmServer.builder()
                    .folder(folder.resolve("other"))
                    .keyPairs(RsaKeys::generateKeyPair)
                    .create()) {
                Files.copy(other.folder().serverCertificate(), realm.folder().serverCertificate());
                Files.copy(other.folder().serverKey(), realm.folder().serverKey());
                Files.createFile(realm.folder().enrolmentRequest());

                realm.start(List.of(Party.CA, Party.APP));

                assertThat(realm.isReady(Party.APP)).isTrue();
            }
        }
    }

    @Test
    void aRunningApplicationServerEnrolsAgain() throws Exception {
        try (RealmServer realm = realm("")) {
            realm.setClockOffset(AHEAD);
            realm.start(List.of(Party.CA, Party.APP));
            String before = Files.readString(realm.folder().serverCertificate());

            realm.setClockOffset(Duration.ZERO);

            await().atMost(Duration.ofMinutes(2))
                    .ignoreExceptions()
                    .until(() -> !Files.readString(realm.folder().serverCertificate())
                            .equals(before));
        }
    }

    @Test
    void aUserWhoWasAddedInTheFutureGetsTokens() throws Exception {
        try (RealmServer realm = RealmServer.builder()
                .folder(folder.resolve("realm"))
                .clock(() -> Instant.now().plus(AHEAD).plus(Duration.ofDays(40)))
                .user("alice", "correct horse")
                .create()) {
            realm.setClockOffset(AHEAD.plus(Duration.ofDays(40)).negated());
            realm.start(List.of(Party.AS, Party.TGS, Party.SERVICE));
            KerberosClient client = new KerberosClient(settings(realm));

            client.request(
                    client.requestToken(
                            client.login(ALICE, "correct horse"::toCharArray), new PrincipalName("desk/localhost")),
                    "time");
        }
    }

    @Test
    void theRevocationListOfTheFutureIsReplaced() throws Exception {
        try (RealmServer realm = realm("revocation")) {
            CertificateValidator validator =
                    PemFiles.readTrustedValidator(realm.folder().authorityCertificate(Party.CLIENT));
            realm.setClockOffset(AHEAD);
            realm.start(Party.CA);
            long seen = new PkiClient(settings(realm)).fetchCrl(validator, 0).number();

            realm.setClockOffset(Duration.ZERO);

            assertThat(new PkiClient(settings(realm)).fetchCrl(validator, seen).number())
                    .isGreaterThan(seen);
        }
    }

    private RealmServer realm(String guards) throws Exception {
        return RealmServer.builder()
                .folder(folder.resolve("realm"))
                .setting("guards", guards)
                .create();
    }

    private static ClientSettings settings(RealmServer realm) {
        return new ClientSettings(realm.config(), realm.clock(), Randomness.secure(), Trace.NONE);
    }
}

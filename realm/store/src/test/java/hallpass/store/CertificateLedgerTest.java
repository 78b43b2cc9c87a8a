package hallpass.store;

import static hallpass.store.StoreTestSupport.LATER;
import static hallpass.store.StoreTestSupport.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import hallpass.message.PrincipalName;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.Certificates;
import hallpass.pki.RevocationReason;
import hallpass.pki.RsaKeys;
import hallpass.pki.Validity;
import hallpass.store.CertificateLedger.RevocationOutcome;
import hallpass.store.LedgerEntry.Revocation;
import hallpass.wire.Bytes;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
final class CertificateLedgerTest {
    private static final Validity VALIDITY = Validity.starting(NOW, Duration.ofDays(1), Duration.ofMinutes(5));
    private static final KeyPair PAIR = RsaKeys.generateKeyPair();

    @Parameter
    private DatabaseKind kind;

    @TempDir
    private Path folder;

    private DatabaseLocation location;
    private CertificateLedger ledger;

    @BeforeEach
    void create() throws Exception {
        location = kind.location(folder, "certificates");
        ledger = CertificateLedger.create(location);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void keepsCertificatesAcrossRestart() throws Exception {
        X509Certificate certificate = certificate("0abc");
        assertThat(ledger.record(certificate, NOW)).isTrue();
        ledger.close();
        StoreTestSupport.assertAllPrivate(folder);
        ledger = CertificateLedger.open(location);
        assertThat(ledger.list())
                .containsExactly(new LedgerEntry(
                        "0ABC",
                        "ID-Server",
                        Optional.of(Certificates.encode(certificate)),
                        VALIDITY.notBefore(),
                        VALIDITY.notAfter(),
                        NOW,
                        Optional.empty()));
    }

    @Test
    void listsInOrderOfRecording() {
        ledger.record(certificate("ff"), LATER);
        ledger.record(certificate("01"), NOW);
        assertThat(ledger.list()).extracting(LedgerEntry::serial).containsExactly("FF", "01");
    }

    @Test
    void findsSerialInAnyNotation() {
        ledger.record(certificate("0abc"), NOW);
        for (String serial : new String[] {"0ABC", "abc", "0A:BC", "00:0a:bc"}) {
            assertThat(ledger.find(serial))
                    .get()
                    .extracting(LedgerEntry::serial)
                    .isEqualTo("0ABC");
        }
        for (String serial : new String[] {"", "abcd", "0x0abc", "%", "-abc", "a".repeat(100)}) {
            assertThat(ledger.find(serial)).isEmpty();
        }
    }

    @Test
    void recordsEachSerialOnce() {
        X509Certificate first = certificate("01");
        assertThat(ledger.record(first, NOW)).isTrue();
        assertThat(ledger.record(certificate("01"), LATER)).isFalse();
        assertThat(ledger.list()).extracting(LedgerEntry::recordedAt).containsExactly(NOW);
    }

    @Test
    void findsReservedSerialBeforeSigning() {
        assertThat(reserve("0A")).isTrue();
        assertThat(ledger.find("0a").orElseThrow().der()).isEmpty();
        Bytes der = Bytes.ofHex("30");
        assertThat(ledger.complete("0a", der)).isTrue();
        assertThat(ledger.list()).extracting(LedgerEntry::der).containsExactly(Optional.of(der));
    }

    @Test
    void reservesEachSerialOnce() {
        assertThat(reserve("0A")).isTrue();
        assertThat(reserve("0A")).isFalse();
        assertThat(ledger.record(certificate("0a"), NOW)).isFalse();
        assertThat(ledger.list()).extracting(LedgerEntry::der).containsExactly(Optional.empty());
    }

    @Test
    void completesOnlyOpenReservations() {
        assertThat(ledger.complete("0A", Bytes.ofHex("30"))).isFalse();
        reserve("0A");
        ledger.complete("0A", Bytes.ofHex("30"));
        assertThat(ledger.complete("0A", Bytes.ofHex("31"))).isFalse();
        assertThat(ledger.find("0A").orElseThrow().der()).contains(Bytes.ofHex("30"));
    }

    @Test
    void doesNotCompleteRevokedReservation() {
        reserve("0A");
        assertThat(ledger.revoke("0A", RevocationReason.UNSPECIFIED, LATER)).isEqualTo(RevocationOutcome.REVOKED);
        assertThat(ledger.complete("0A", Bytes.ofHex("30"))).isFalse();
        assertThat(ledger.find("0A").orElseThrow().revocation()).isPresent();
    }

    @Test
    void crlNumberIncreasesAcrossRestart() throws Exception {
        assertThat(ledger.nextCrlNumber()).isEqualTo(1);
        assertThat(ledger.nextCrlNumber()).isEqualTo(2);
        reopen();
        assertThat(ledger.nextCrlNumber()).isEqualTo(3);
    }

    @Test
    void changeCounterCountsRevocations() throws Exception {
        ledger.record(certificate("01"), NOW);
        long before = ledger.changeCounter();
        ledger.revoke("01", RevocationReason.UNSPECIFIED, NOW);
        assertThat(ledger.changeCounter()).isEqualTo(before + 1);
        ledger.revoke("01", RevocationReason.UNSPECIFIED, NOW);
        reopen();
        assertThat(ledger.changeCounter()).isEqualTo(before + 1);
    }

    private boolean reserve(String serial) {
        return ledger.reserve(serial, new PrincipalName("ID-Server"), VALIDITY.notBefore(), VALIDITY.notAfter(), NOW);
    }

    private void reopen() throws Exception {
        ledger.close();
        ledger = CertificateLedger.open(location);
    }

    @Test
    void keepsFirstRevocationReason() throws Exception {
        ledger.record(certificate("01"), NOW);
        ledger.record(certificate("02"), NOW);
        assertThat(ledger.revoke("1", RevocationReason.KEY_COMPROMISE, NOW)).isEqualTo(RevocationOutcome.REVOKED);
        assertThat(ledger.revoke("01", RevocationReason.SUPERSEDED, LATER))
                .isEqualTo(RevocationOutcome.ALREADY_REVOKED);
        ledger.close();
        ledger = CertificateLedger.open(location);
        assertThat(ledger.list())
                .extracting(LedgerEntry::revocation)
                .containsExactly(Optional.of(new Revocation(NOW, RevocationReason.KEY_COMPROMISE)), Optional.empty());
    }

    @Test
    void doesNotRevokeUnknownSerial() {
        assertThat(ledger.revoke("01", RevocationReason.UNSPECIFIED, NOW))
                .isEqualTo(RevocationOutcome.NO_SUCH_CERTIFICATE);
    }

    @Test
    void parsesRfc5280ReasonNames() {
        for (RevocationReason reason : RevocationReason.values()) {
            assertThat(RevocationReason.named(reason.rfcName())).contains(reason);
        }
        assertThat(RevocationReason.named("KEYCOMPROMISE")).contains(RevocationReason.KEY_COMPROMISE);
        assertThat(RevocationReason.named("removeFromCRL")).isEmpty();
        assertThat(RevocationReason.AA_COMPROMISE.number()).isEqualTo(10);
    }

    private static X509Certificate certificate(String serial) {
        return CertificateAuthority.selfSigned(
                        new PrincipalName("ID-Server"), PAIR, VALIDITY, new BigInteger(serial, 16))
                .certificate();
    }
}

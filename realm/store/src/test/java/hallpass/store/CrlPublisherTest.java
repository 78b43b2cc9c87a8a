package hallpass.store;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.config.PemFiles;
import hallpass.config.RealmFolder;
import hallpass.config.RealmTemplate;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.Crl;
import hallpass.pki.RevocationReason;
import hallpass.pki.RsaKeys;
import hallpass.pki.Validity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrlPublisherTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final CertificateAuthority AUTHORITY = CertificateAuthority.selfSigned(
            new PrincipalName("ID-CA"),
            RsaKeys.generateKeyPair(),
            Validity.starting(NOW, Duration.ofDays(3650), Duration.ofMinutes(5)),
            CertificateAuthority.newSerial(count -> new byte[count]));

    @TempDir
    private Path folder;

    private final Queue<Crl> published = new ConcurrentLinkedQueue<>();

    private RealmFolder realm;
    private CertificateLedger ledger;
    private CrlPublisher publisher;

    @BeforeEach
    void open() throws Exception {
        realm = RealmFolder.create(folder.resolve("realm"), RealmTemplate.render());
        try (StoreCreation made = StoreCreation.begin(realm)) {
            made.ledger().close();
            made.finish();
        }
        ledger = RealmStores.of(realm).ledger();
        publisher = new CrlPublisher(AUTHORITY, ledger, realm, published::add);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void listsRevokedReservationsToo() throws Exception {
        reserve("0A");
        reserve("0B");
        ledger.revoke("0A", RevocationReason.SUPERSEDED, NOW);

        Crl crl = publisher.publish(NOW).crl();

        assertThat(crl.revoked()).isEqualTo(ledger.revoked()).hasSize(1);
        assertThat(PemFiles.readRevocationList(realm.revocationList()).encode()).isEqualTo(crl.encode());
        assertThat(crl.nextUpdate()).isEqualTo(NOW.plus(Duration.ofHours(24)));
    }

    @Test
    void reusesListWhileCompleteAndFresh() throws Exception {
        reserve("0A");
        long first = publisher.current(NOW).crl().number();

        assertThat(publisher.current(NOW.plusSeconds(60)).crl().number()).isEqualTo(first);
        ledger.revoke("0A", RevocationReason.UNSPECIFIED, NOW.plusSeconds(61));
        long second = publisher.current(NOW.plusSeconds(62)).crl().number();
        assertThat(second).isGreaterThan(first);
        assertThat(published).extracting(Crl::number).containsExactly(first, second);
        assertThat(publisher.current(NOW.plus(Duration.ofHours(13))).crl().number())
                .isGreaterThan(second);
    }

    @Test
    void numberExceedsPublishedFileAfterLedgerRestore() throws Exception {
        PemFiles.write(realm.revocationList(), AUTHORITY.signCrl(40, NOW, NOW.plusSeconds(60), List.of()));

        assertThat(publisher.publish(NOW).crl().number()).isEqualTo(41);
    }

    @Test
    void replacesInvalidFile() throws Exception {
        Files.writeString(realm.revocationList(), "nonsense");

        assertThat(publisher.current(NOW).crl().number()).isEqualTo(1);
    }

    @Test
    void concurrentPublishersNeverReuseNumbers() throws Exception {
        ExecutorService publishers = Executors.newFixedThreadPool(4);
        try (CertificateLedger other = RealmStores.of(realm).ledger()) {
            CrlPublisher another = new CrlPublisher(AUTHORITY, other, realm, published::add);
            List<Callable<Long>> work = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                CrlPublisher one = i % 2 == 0 ? publisher : another;
                work.add(() -> StoreTestSupport.retryWhileBusy(() -> one.publish(NOW))
                        .crl()
                        .number());
            }
            List<Long> numbers = new ArrayList<>();
            for (Future<Long> each : publishers.invokeAll(work)) {
                numbers.add(each.get());
            }

            assertThat(numbers).doesNotHaveDuplicates().hasSize(40);
            assertThat(PemFiles.readRevocationList(realm.revocationList()).number())
                    .isEqualTo(numbers.stream().max(Long::compare).orElseThrow());
        } finally {
            publishers.shutdownNow();
        }
    }

    private void reserve(String serial) {
        assertThat(ledger.reserve(serial, new PrincipalName("ID-Server"), NOW, NOW.plusSeconds(60), NOW))
                .isTrue();
    }
}

package hallpass.store;

import hallpass.config.FileLocks;
import hallpass.config.PemFiles;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.Crl;
import hallpass.pki.RevokedCertificate;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Publishes the authority's lists of revoked certificates: from any thread and any process, one after another, so that the
 * file never goes back.
 */
public final class RevocationListPublisher {
    private final CertificateAuthority authority;
    private final CertificateLedger ledger;
    private final Path file;
    private final Duration lifetime;
    private final PublicationListener listener;

    /** Who is told of a list that was published here. */
    public interface PublicationListener {
        void published(Crl crl) throws RealmException;
    }

    public RevocationListPublisher(
            CertificateAuthority authority, CertificateLedger ledger, RealmFolder realm, PublicationListener listener) {
        this.authority = authority;
        this.ledger = ledger;
        this.file = realm.revocationList();
        this.lifetime = realm.config().crlLifetime();
        this.listener = listener;
    }

    /**
     * A list, and how far it tells of the ledger.
     *
     * @param changeCounter as {@link CertificateLedger#changeCounter} gave it before the list was made
     */
    public record Publication(Crl list, long changeCounter) {}

    /**
     * Makes a new list of all that is revoked. It is in its file, durably, when this returns; its number is above that of every
     * list that ever was, and is never given again, also if this is cut short.
     *
     * @throws RealmException if the file cannot be written
     */
    public Publication publish(Instant now) throws RealmException {
        return FileLocks.withLock(file, () -> publishLocked(now));
    }

    /**
     * The list in the file, if it tells all that is revoked and half of its time is left, whoever published it; else a new one.
     *
     * @throws RealmException if a new one cannot be written
     */
    public Publication current(Instant now) throws RealmException {
        return FileLocks.withLock(file, () -> {
            long changeCounter = ledger.changeCounter();
            Optional<Crl> found = publishedList().filter(crl -> isFresh(crl, now) && isComplete(crl));
            return found.isPresent() ? new Publication(found.get(), changeCounter) : publishLocked(now);
        });
    }

    /**
     * Whether a list is good for so long that no new one is needed: half of its life is left for those whose clock is ahead, and
     * for an authority that is down meanwhile. One from the future is of a clock that was put right since.
     */
    public static boolean isFresh(Crl crl, Instant now) {
        Duration validity = Duration.between(crl.thisUpdate(), crl.nextUpdate());
        return now.isBefore(crl.thisUpdate().plus(validity.dividedBy(2))) && !now.isBefore(crl.thisUpdate());
    }

    private Publication publishLocked(Instant now) throws RealmException {
        // In this order: what is revoked meanwhile is seen as a change, and published once more.
        long changeCounter = ledger.changeCounter();
        List<RevokedCertificate> revoked = ledger.revoked();
        Crl crl = authority.signCrl(nextNumber(), now, now.plus(lifetime), revoked);
        PemFiles.write(file, crl);
        listener.published(crl);
        return new Publication(crl, changeCounter);
    }

    /** Above that in the file, also where the ledger was put back from an older copy. */
    private long nextNumber() {
        long published = publishedList().map(Crl::number).orElse(0L);
        long number = ledger.nextCrlNumber();
        while (number <= published) {
            number = ledger.nextCrlNumber();
        }
        return number;
    }

    /** A file that is no list of this authority's is as good as none, and about to be replaced by one. */
    private Optional<Crl> publishedList() {
        try {
            return Files.exists(file)
                    ? Optional.of(PemFiles.readRevocationList(file)).filter(authority::isIssuerOf)
                    : Optional.empty();
        } catch (RealmException e) {
            return Optional.empty();
        }
    }

    private boolean isComplete(Crl crl) {
        return serials(crl.revoked()).equals(serials(ledger.revoked()));
    }

    private static Set<BigInteger> serials(List<RevokedCertificate> revoked) {
        return revoked.stream().map(RevokedCertificate::serial).collect(Collectors.toSet());
    }
}

package hallpass.store;

import hallpass.config.FileLocks;
import hallpass.config.PemFiles;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.Setting;
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
 * Publishes the CA's CRL (RFC 5280 §5) to a file. A file lock serialises the publishers of all
 * processes, so that an older CRL never replaces a newer one.
 */
public final class CrlPublisher {
    private final CertificateAuthority authority;
    private final CertificateLedger ledger;
    private final RealmFolder realm;
    private final Path file;
    private final Duration lifetime;
    private final PublicationListener listener;

    /** Called after each publication by this object. */
    public interface PublicationListener {
        void published(Crl crl) throws RealmException;
    }

    public CrlPublisher(
            CertificateAuthority authority, CertificateLedger ledger, RealmFolder realm, PublicationListener listener) {
        this.authority = authority;
        this.ledger = ledger;
        this.realm = realm;
        this.file = realm.revocationList();
        this.lifetime = realm.config().get(Setting.CRL_LIFETIME);
        this.listener = listener;
    }

    /**
     * A published CRL.
     *
     * @param changeCounter {@link CertificateLedger#changeCounter} before the CRL was signed
     */
    public record Publication(Crl crl, long changeCounter) {}

    /**
     * Signs and publishes a CRL. The file is durable when this method returns. The CRL number is
     * greater than all before, and never reused, even if this method fails.
     */
    public Publication publish(Instant now) throws RealmException {
        realm.requireUnchanged();
        return FileLocks.withLock(file, () -> publishLocked(now));
    }

    /** Returns the published CRL if it is complete and fresh; otherwise publishes a new one. */
    public Publication current(Instant now) throws RealmException {
        realm.requireUnchanged();
        return FileLocks.withLock(file, () -> {
            long changeCounter = ledger.changeCounter();
            Optional<Crl> found = publishedList().filter(crl -> isFresh(crl, now) && isComplete(crl));
            return found.isPresent() ? new Publication(found.get(), changeCounter) : publishLocked(now);
        });
    }

    /**
     * Whether at least half of a CRL's validity remains, as a margin for clock skew and for outages
     * of the CA. A CRL from the future, signed before a clock was corrected, is not fresh.
     */
    public static boolean isFresh(Crl crl, Instant now) {
        Duration validity = Duration.between(crl.thisUpdate(), crl.nextUpdate());
        return now.isBefore(crl.thisUpdate().plus(validity.dividedBy(2))) && !now.isBefore(crl.thisUpdate());
    }

    private Publication publishLocked(Instant now) throws RealmException {
        // Read first, so that a concurrent revocation counts as a change and is published again.
        long changeCounter = ledger.changeCounter();
        List<RevokedCertificate> revoked = ledger.revoked();
        Crl crl = authority.signCrl(nextNumber(), now, now.plus(lifetime), revoked);
        realm.requireUnchanged();
        PemFiles.write(file, crl);
        listener.published(crl);
        return new Publication(crl, changeCounter);
    }

    /** Greater than the published number, even if the ledger was restored from an old backup. */
    private long nextNumber() {
        long published = publishedList().map(Crl::number).orElse(0L);
        long number = ledger.nextCrlNumber();
        while (number <= published) {
            number = ledger.nextCrlNumber();
        }
        return number;
    }

    /** Empty if the file is invalid or was signed by another CA. */
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

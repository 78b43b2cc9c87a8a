package hallpass.store;

import hallpass.pki.CertificateAuthority;
import hallpass.pki.RevocationList;
import hallpass.pki.RevokedCertificate;
import hallpass.realm.FileTurns;
import hallpass.realm.PemFiles;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Publishes the authority's lists of revoked certificates: from any thread and any process, one after another, so that the
 * file never goes back.
 */
public final class RevocationListPublisher {
    private final CertificateAuthority authority;
    private final CertificateLedger ledger;
    private final Path file;
    private final Duration lifetime;

    public RevocationListPublisher(CertificateAuthority authority, CertificateLedger ledger, RealmFolder realm) {
        this.authority = authority;
        this.ledger = ledger;
        this.file = realm.revocationList();
        this.lifetime = realm.config().crlLifetime();
    }

    /**
     * A list, and how far it tells of the ledger.
     *
     * @param changes as {@link CertificateLedger#changes} gave it before the list was made
     */
    public record Publication(RevocationList list, long changes) {}

    /**
     * Makes a new list of all that is revoked. It is in its file, durably, when this returns; its number is above that of every
     * list that ever was, and is never given again, also if this is cut short.
     *
     * @throws RealmProblem if the file cannot be written
     */
    public Publication publish(Instant now) throws RealmProblem {
        return FileTurns.take(file, () -> {
            // In this order: what is revoked meanwhile is seen as a change, and published once more.
            long changes = ledger.changes();
            List<RevokedCertificate> revoked = ledger.revoked();
            RevocationList list = authority.revocationList(nextNumber(), now, now.plus(lifetime), revoked);
            PemFiles.write(file, list);
            return new Publication(list, changes);
        });
    }

    /** Above that in the file, also where the ledger was put back from an older copy. */
    private long nextNumber() {
        long published = numberInFile();
        long number = ledger.nextCrlNumber();
        while (number <= published) {
            number = ledger.nextCrlNumber();
        }
        return number;
    }

    private long numberInFile() {
        try {
            return Files.exists(file) ? PemFiles.revocationList(file).number() : 0;
        } catch (RealmProblem e) {
            // A file that is no list is about to be replaced by one.
            return 0;
        }
    }
}

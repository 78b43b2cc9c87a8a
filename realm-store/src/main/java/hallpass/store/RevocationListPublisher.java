package hallpass.store;

import hallpass.pki.CertificateAuthority;
import hallpass.pki.RevocationList;
import hallpass.pki.RevokedCertificate;
import hallpass.realm.FileTurns;
import hallpass.realm.PemFiles;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
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
    private final Told told;

    /** Who is told of a list that was published here. */
    public interface Told {
        void of(RevocationList list) throws RealmProblem;
    }

    public RevocationListPublisher(
            CertificateAuthority authority, CertificateLedger ledger, RealmFolder realm, Told told) {
        this.authority = authority;
        this.ledger = ledger;
        this.file = realm.revocationList();
        this.lifetime = realm.config().crlLifetime();
        this.told = told;
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
        return FileTurns.take(file, () -> publishInTurn(now));
    }

    /**
     * The list in the file, if it tells all that is revoked and half of its time is left, whoever published it; else a new one.
     *
     * @throws RealmProblem if a new one cannot be written
     */
    public Publication newest(Instant now) throws RealmProblem {
        return FileTurns.take(file, () -> {
            long changes = ledger.changes();
            Optional<RevocationList> found = inFile().filter(list -> isFresh(list, now) && tellsAll(list));
            return found.isPresent() ? new Publication(found.get(), changes) : publishInTurn(now);
        });
    }

    /**
     * Whether a list is good for so long that no new one is needed: half of its life is left for those whose clock is ahead, and
     * for an authority that is down meanwhile. One from the future is of a clock that was put right since.
     */
    public static boolean isFresh(RevocationList list, Instant now) {
        Duration life = Duration.between(list.thisUpdate(), list.nextUpdate());
        return now.isBefore(list.thisUpdate().plus(life.dividedBy(2))) && !now.isBefore(list.thisUpdate());
    }

    private Publication publishInTurn(Instant now) throws RealmProblem {
        // In this order: what is revoked meanwhile is seen as a change, and published once more.
        long changes = ledger.changes();
        List<RevokedCertificate> revoked = ledger.revoked();
        RevocationList list = authority.revocationList(nextNumber(), now, now.plus(lifetime), revoked);
        PemFiles.write(file, list);
        told.of(list);
        return new Publication(list, changes);
    }

    /** Above that in the file, also where the ledger was put back from an older copy. */
    private long nextNumber() {
        long published = inFile().map(RevocationList::number).orElse(0L);
        long number = ledger.nextCrlNumber();
        while (number <= published) {
            number = ledger.nextCrlNumber();
        }
        return number;
    }

    /** A file that is no list of this authority's is as good as none, and about to be replaced by one. */
    private Optional<RevocationList> inFile() {
        try {
            return Files.exists(file)
                    ? Optional.of(PemFiles.revocationList(file)).filter(authority::signed)
                    : Optional.empty();
        } catch (RealmProblem e) {
            return Optional.empty();
        }
    }

    private boolean tellsAll(RevocationList list) {
        return serials(list.revoked()).equals(serials(ledger.revoked()));
    }

    private static Set<BigInteger> serials(List<RevokedCertificate> revoked) {
        return revoked.stream().map(RevokedCertificate::serial).collect(Collectors.toSet());
    }
}

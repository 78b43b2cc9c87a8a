package hallpass.ca;

import hallpass.pki.RevocationList;
import hallpass.protocol.UnavailableException;
import hallpass.realm.RealmProblem;
import hallpass.store.RevocationListPublisher.Publication;
import hallpass.trace.Deed;
import hallpass.trace.Narrator;
import hallpass.trace.TraceEvent.Done;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The newest list of revoked certificates, made anew whenever it is not the newest any more. Safe for many threads. */
final class CurrentRevocationList implements RevocationListExchange.Lists {
    private final LongSupplier changes;
    private final Publisher publisher;
    private final Narrator narrator;
    private Optional<Publication> published = Optional.empty();

    /** Makes a list and publishes it. */
    interface Publisher {
        Publication publish(Instant now) throws RealmProblem;
    }

    /** @param changes moves with every revocation */
    CurrentRevocationList(LongSupplier changes, Publisher publisher, Narrator narrator) {
        this.changes = changes;
        this.publisher = publisher;
        this.narrator = narrator;
    }

    /**
     * @throws UnavailableException if a new list is needed and cannot be made: an old one would hide what it does not tell
     */
    @Override
    public synchronized RevocationList newest(Instant now) {
        Optional<Publication> good = published.filter(publication -> isGood(publication, now));
        return good.orElseGet(() -> publish(now)).list();
    }

    private boolean isGood(Publication publication, Instant now) {
        RevocationList list = publication.list();
        Duration life = Duration.between(list.thisUpdate(), list.nextUpdate());
        // Half of its life is left for those whose clock is ahead, and for an authority that is down meanwhile. A list
        // from
        // the future is one of a clock that was put right since.
        return publication.changes() == changes.getAsLong()
                && now.isBefore(list.thisUpdate().plus(life.dividedBy(2)))
                && !now.isBefore(list.thisUpdate());
    }

    private Publication publish(Instant now) {
        try {
            Publication made = publisher.publish(now);
            published = Optional.of(made);
            int count = made.list().revoked().size();
            narrator.tell(List.of(new Done(
                    Deed.LIST_PUBLISHED,
                    "number " + made.list().number() + ", with " + count
                            + (count == 1 ? " certificate" : " certificates"))));
            return made;
        } catch (RealmProblem e) {
            throw new UnavailableException(e.sentence(), e);
        }
    }
}

package hallpass.ca;

import hallpass.pki.RevocationList;
import hallpass.protocol.UnavailableException;
import hallpass.realm.RealmProblem;
import hallpass.store.RevocationListPublisher;
import hallpass.store.RevocationListPublisher.Publication;
import hallpass.trace.Deed;
import hallpass.trace.Narrator;
import hallpass.trace.TraceEvent.Done;
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

    /** Where lists are published, by this process or another. */
    interface Publisher {
        /** A new one. */
        Publication publish(Instant now) throws RealmProblem;

        /** The last one if it still tells all, else a new one. */
        Publication newest(Instant now) throws RealmProblem;

        static Publisher of(RevocationListPublisher publisher) {
            return new Publisher() {
                @Override
                public Publication publish(Instant now) throws RealmProblem {
                    return publisher.publish(now);
                }

                @Override
                public Publication newest(Instant now) throws RealmProblem {
                    return publisher.newest(now);
                }
            };
        }
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
        return publication.changes() == changes.getAsLong() && RevocationListPublisher.isFresh(publication.list(), now);
    }

    private Publication publish(Instant now) {
        try {
            // Once at the start, whatever is there; later another process may have done it.
            Publication made = published.isEmpty() ? publisher.publish(now) : publisher.newest(now);
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

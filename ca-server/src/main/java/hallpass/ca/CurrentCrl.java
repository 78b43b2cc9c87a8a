package hallpass.ca;

import hallpass.config.RealmException;
import hallpass.pki.Crl;
import hallpass.protocol.UnavailableException;
import hallpass.store.RevocationListPublisher;
import hallpass.store.RevocationListPublisher.Publication;
import hallpass.trace.Action;
import hallpass.trace.TraceEvent.ActionPerformed;
import hallpass.trace.TraceSink;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The newest list of revoked certificates, made anew whenever it is not the newest any more. Safe for many threads. */
final class CurrentCrl implements CrlExchange.CrlSource {
    private final LongSupplier changes;
    private final Publisher publisher;
    private final TraceSink traceSink;
    private Optional<Publication> published = Optional.empty();

    /** Where lists are published, by this process or another. */
    interface Publisher {
        /** A new one. */
        Publication publish(Instant now) throws RealmException;

        /** The last one if it still tells all, else a new one. */
        Publication newest(Instant now) throws RealmException;

        static Publisher of(RevocationListPublisher publisher) {
            return new Publisher() {
                @Override
                public Publication publish(Instant now) throws RealmException {
                    return publisher.publish(now);
                }

                @Override
                public Publication newest(Instant now) throws RealmException {
                    return publisher.current(now);
                }
            };
        }
    }

    /** @param changes moves with every revocation */
    CurrentCrl(LongSupplier changes, Publisher publisher, TraceSink traceSink) {
        this.changes = changes;
        this.publisher = publisher;
        this.traceSink = traceSink;
    }

    /**
     * @throws UnavailableException if a new list is needed and cannot be made: an old one would hide what it does not tell
     */
    @Override
    public synchronized Crl newest(Instant now) {
        Optional<Publication> good = published.filter(publication -> isCurrent(publication, now));
        return good.orElseGet(() -> publish(now)).list();
    }

    private boolean isCurrent(Publication publication, Instant now) {
        return publication.changeCounter() == changes.getAsLong()
                && RevocationListPublisher.isFresh(publication.list(), now);
    }

    private Publication publish(Instant now) {
        try {
            // Once at the start, whatever is there; later another process may have done it.
            Publication made = published.isEmpty() ? publisher.publish(now) : publisher.newest(now);
            published = Optional.of(made);
            int count = made.list().revoked().size();
            traceSink.write(List.of(new ActionPerformed(
                    Action.CRL_PUBLISHED,
                    "number " + made.list().number() + ", with " + count
                            + (count == 1 ? " certificate" : " certificates"))));
            return made;
        } catch (RealmException e) {
            throw new UnavailableException(e.description(), e);
        }
    }
}

package hallpass.ca;

import hallpass.config.RealmException;
import hallpass.pki.Crl;
import hallpass.protocol.UnavailableException;
import hallpass.store.CrlPublisher;
import hallpass.store.CrlPublisher.Publication;
import hallpass.trace.Action;
import hallpass.trace.TraceEvent.ActionPerformed;
import hallpass.trace.TraceSink;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The current CRL. A new one is published when a certificate was revoked since, and well before the
 * old one expires. Thread-safe.
 */
final class CurrentCrl implements CrlExchange.CrlSource {
    private final LongSupplier changes;
    private final Publisher publisher;
    private final TraceSink traceSink;
    private Optional<Publication> published = Optional.empty();

    /** Publishes CRLs; another process may publish to the same place. */
    interface Publisher {
        /** Publishes a new CRL. */
        Publication publish(Instant now) throws RealmException;

        /** The last published CRL if it is still current, or a new one. */
        Publication newest(Instant now) throws RealmException;

        static Publisher of(CrlPublisher publisher) {
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

    /** @param changes counter that changes with every revocation */
    CurrentCrl(LongSupplier changes, Publisher publisher, TraceSink traceSink) {
        this.changes = changes;
        this.publisher = publisher;
        this.traceSink = traceSink;
    }

    /**
     * @throws UnavailableException if a new CRL is due and cannot be published: the old one would
     *     hide the latest revocations
     */
    @Override
    public synchronized Crl newest(Instant now) {
        Optional<Publication> good = published.filter(publication -> isCurrent(publication, now));
        return good.orElseGet(() -> publish(now)).crl();
    }

    private boolean isCurrent(Publication publication, Instant now) {
        return publication.changeCounter() == changes.getAsLong() && CrlPublisher.isFresh(publication.crl(), now);
    }

    private Publication publish(Instant now) {
        try {
            // Always once at the start; later, another process may have published the new CRL.
            Publication made = published.isEmpty() ? publisher.publish(now) : publisher.newest(now);
            published = Optional.of(made);
            int count = made.crl().revoked().size();
            traceSink.write(List.of(new ActionPerformed(
                    Action.CRL_PUBLISHED,
                    "number " + made.crl().number() + ", with " + count
                            + (count == 1 ? " certificate" : " certificates"))));
            return made;
        } catch (RealmException e) {
            throw new UnavailableException(e.description(), e);
        }
    }
}

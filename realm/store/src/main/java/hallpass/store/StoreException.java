package hallpass.store;

import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.protocol.UnavailableException;

/**
 * A database failure while a store is in use. The failed operation is rolled back as a whole. The
 * description is one sentence that states the fact.
 */
public final class StoreException extends UnavailableException {
    private static final long serialVersionUID = 1L;

    private final RealmError error;
    private final String subject;
    private final boolean safeToRetry;

    /** @param subject the database that failed */
    StoreException(RealmError error, String subject, String message) {
        super(message);
        this.error = error;
        this.subject = subject;
        this.safeToRetry = true;
    }

    StoreException(RealmError error, String subject, String message, Throwable cause) {
        this(error, subject, message, cause, true);
    }

    private StoreException(RealmError error, String subject, String message, Throwable cause, boolean safeToRetry) {
        super(message, cause);
        this.error = error;
        this.subject = subject;
        this.safeToRetry = safeToRetry;
    }

    /** The same failure during a commit, so that the write may or may not be stored. */
    StoreException withUnknownOutcome() {
        return new StoreException(
                error, subject, description() + " It is unknown whether the last write is stored.", this, false);
    }

    public RealmError error() {
        return error;
    }

    @Override
    public boolean isSafeToRetry() {
        return safeToRetry;
    }

    /** The same failure as a checked exception. */
    public RealmException toRealmException() {
        return new RealmException(error, subject, description(), this);
    }
}

package hallpass.store;

import hallpass.protocol.UnavailableException;

/** A store that failed while it was in use. Nothing is half-written. The message says what happened and what to do next. */
public final class StoreException extends UnavailableException {
    private static final long serialVersionUID = 1L;

    private final boolean nothingDone;

    StoreException(String sentence) {
        super(sentence);
        this.nothingDone = true;
    }

    StoreException(String sentence, Throwable cause) {
        this(sentence, cause, true);
    }

    private StoreException(String sentence, Throwable cause, boolean nothingDone) {
        super(sentence, cause);
        this.nothingDone = nothingDone;
    }

    /** The same failure, met where the last word about a write was to come: it may be stored, and may be not. */
    StoreException withUnknownOutcome() {
        return new StoreException(description() + " Whether the last write is stored is not known.", this, false);
    }

    @Override
    public boolean isSafeToRetry() {
        return nothingDone;
    }
}

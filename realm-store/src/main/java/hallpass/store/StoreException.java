package hallpass.store;

import hallpass.protocol.UnavailableException;

/** A store that failed while it was in use. Nothing is half-written. The message says what happened and what to do next. */
public final class StoreException extends UnavailableException {
    private static final long serialVersionUID = 1L;

    StoreException(String sentence) {
        super(sentence);
    }

    StoreException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}

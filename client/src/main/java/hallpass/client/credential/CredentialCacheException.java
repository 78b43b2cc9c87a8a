package hallpass.client.credential;

/** A credentials cache that cannot be used. The message is one sentence: what happened, and what to do next. */
public final class CredentialCacheException extends Exception {
    private static final long serialVersionUID = 1L;

    CredentialCacheException(String message) {
        super(message);
    }

    CredentialCacheException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The sentence, which is never null. */
    public String message() {
        return String.valueOf(getMessage());
    }
}

package hallpass.crypto;

/**
 * Reports a salt that the realm's string-to-key function refuses: the KDC is false, or the key is
 * older than the realm's guards.
 */
public final class BadSaltException extends Exception {
    private static final long serialVersionUID = 1L;

    BadSaltException(String problem) {
        super(problem, null, false, false);
    }
}

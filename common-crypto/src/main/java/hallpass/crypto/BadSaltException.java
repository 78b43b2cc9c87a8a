package hallpass.crypto;

/** A salt that no key is made with: whoever told it lies, or has keys from before the realm's guards. */
public final class BadSaltException extends Exception {
    private static final long serialVersionUID = 1L;

    BadSaltException(String problem) {
        super(problem, null, false, false);
    }
}

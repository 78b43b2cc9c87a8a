package hallpass.crypto;

/** Sealed bytes that do not open with the key at hand. */
public final class BadIntegrityException extends Exception {
    private static final long serialVersionUID = 1L;

    public BadIntegrityException(String problem) {
        super(problem);
    }
}

package hallpass.crypto;

/** Reports a ciphertext that the key does not open. */
public final class BadIntegrityException extends Exception {
    private static final long serialVersionUID = 1L;

    public BadIntegrityException(String problem) {
        super(problem);
    }
}

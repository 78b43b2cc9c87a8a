package hallpass.pki;

/**
 * Reports an unusable key or certificate. The message is a predicate that can follow a file name.
 */
public final class KeyMaterialException extends Exception {
    private static final long serialVersionUID = 1L;

    public KeyMaterialException(String problem) {
        super(problem);
    }

    /**
     * The problem, such as {@code holds no CERTIFICATE}. Never null; never contains key material.
     */
    public String problem() {
        return String.valueOf(getMessage());
    }
}

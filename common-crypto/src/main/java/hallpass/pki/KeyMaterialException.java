package hallpass.pki;

/** A key or certificate that is not what it should be. The problem is said so that it can follow the file's name. */
public final class KeyMaterialException extends Exception {
    private static final long serialVersionUID = 1L;

    public KeyMaterialException(String problem) {
        super(problem);
    }

    /** The problem, such as {@code holds no CERTIFICATE}; never null, and never holds key material. */
    public String problem() {
        return String.valueOf(getMessage());
    }
}

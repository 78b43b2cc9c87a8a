package hallpass.config;

/** Something about a realm's files that a person has to put right. The message says what happened and what to do next. */
public final class RealmException extends Exception {
    private static final long serialVersionUID = 1L;

    public RealmException(String message) {
        super(message);
    }

    public RealmException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The message, which is never null. */
    public String description() {
        return String.valueOf(getMessage());
    }
}

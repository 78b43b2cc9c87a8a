package hallpass.config;

/**
 * An error in the files, settings or stores of a realm.
 *
 * <p>The description is one sentence that states the fact. The next step depends on the user
 * interface, so that the module {@code realm/console} derives it from the kind and the subject.
 */
public final class RealmException extends Exception {
    private static final long serialVersionUID = 1L;

    private final RealmError error;
    private final String subject;

    /**
     * @param subject the file, name, address or setting that is at fault
     * @param message the fact as one sentence
     */
    public RealmException(RealmError error, String subject, String message) {
        super(message);
        this.error = error;
        this.subject = subject;
    }

    /** As above, with a cause. */
    public RealmException(RealmError error, String subject, String message, Throwable cause) {
        super(message, cause);
        this.error = error;
        this.subject = subject;
    }

    public RealmError error() {
        return error;
    }

    /** The file, name, address or setting that is at fault; may be empty. */
    public String subject() {
        return subject;
    }

    /** The fact as one sentence; never null. */
    public String description() {
        return String.valueOf(getMessage());
    }
}

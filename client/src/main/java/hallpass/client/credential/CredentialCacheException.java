package hallpass.client.credential;

import hallpass.config.RealmException;
import java.nio.file.Path;

/** Signals that the credentials cache cannot be used. */
public final class CredentialCacheException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is wrong with the cache. */
    public enum Problem {
        /** The file or its folder fails a check; the cause is a {@link RealmException}. */
        UNUSABLE_FILE,
        /** The content is not that of a cache for this realm. */
        MALFORMED,
        /** Another process holds the lock. */
        LOCKED,
        /** The file system refuses the change. */
        NOT_WRITABLE
    }

    private final Problem problem;
    private final transient Path file;

    CredentialCacheException(Problem problem, Path file, String description, Throwable cause) {
        super(description, cause);
        this.problem = problem;
        this.file = file;
    }

    CredentialCacheException(Path file, RealmException cause) {
        this(Problem.UNUSABLE_FILE, file, cause.description(), cause);
    }

    CredentialCacheException(Problem problem, Path file, String description) {
        super(description);
        this.problem = problem;
        this.file = file;
    }

    public Problem problem() {
        return problem;
    }

    public Path file() {
        return file;
    }

    /** The message, which is never null. */
    public String description() {
        return String.valueOf(getMessage());
    }
}

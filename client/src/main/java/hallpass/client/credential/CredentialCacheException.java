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
        /** A cache of another realm or version, or a damaged one. */
        MALFORMED,
        /** A path that is not a credentials cache: a file of another format, a device, a folder. */
        NOT_A_CACHE,
        /** No variable and no account entry names a home folder. */
        NO_HOME,
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

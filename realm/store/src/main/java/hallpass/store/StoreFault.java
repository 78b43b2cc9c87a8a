package hallpass.store;

import hallpass.config.FileProbe;
import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.trace.PrintableText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Classifies database failures by SQLite's result code (sqlite.org/rescode.html) or PostgreSQL's
 * SQLSTATE (PostgreSQL manual, appendix A).
 */
enum StoreFault {
    LOCKED(
            RealmError.DATABASE_LOCKED,
            "was locked by another process for too long",
            "SQLITE_BUSY|SQLITE_LOCKED",
            "55P03|57014"),
    CONFLICT(RealmError.DATABASE_CONFLICT, "rolled the change back because of a concurrent one", "none", "40001|40P01"),
    UNREACHABLE(RealmError.DATABASE_UNREACHABLE, "cannot be reached", "none", "08...|25P03"),
    STOPPED(RealmError.DATABASE_UNREACHABLE, "is starting up or shutting down", "none", "57P0[123]"),
    CONNECTIONS_USED_UP(
            RealmError.DATABASE_CONNECTIONS_USED_UP,
            "accepts no more connections: all of the server's, or all of this user's, are in use",
            "none",
            "53300"),
    AUTHENTICATION_FAILED(RealmError.DATABASE_ACCESS_DENIED, "rejects the user or the password", "none", "28..."),
    NO_SUCH_DATABASE(RealmError.DATABASE_MISSING, "does not exist on its server", "none", "3D000"),
    DISK_FULL(RealmError.DISK_FULL, "cannot grow: the disk is full", "SQLITE_FULL", "53100"),
    OUT_OF_MEMORY(RealmError.DATABASE_FAILURE, "ran out of memory", "SQLITE_NOMEM", "53200"),
    READ_ONLY(RealmError.DATABASE_READ_ONLY, "cannot be written", "SQLITE_READONLY|SQLITE_PERM|SQLITE_AUTH", "25006"),
    PRIVILEGE_MISSING(RealmError.DATABASE_PRIVILEGE_MISSING, "refuses its user a privilege", "none", "42501"),
    CANNOT_OPEN(RealmError.DATABASE_NOT_OPENED, "cannot be opened", "SQLITE_CANTOPEN", "none"),
    DAMAGED(
            RealmError.DATABASE_CORRUPT,
            "is corrupt, or is not a database",
            "SQLITE_CORRUPT|SQLITE_NOTADB",
            "XX00[12]"),
    DISK_ERROR(RealmError.DISK_ERROR, "failed with a disk error", "SQLITE_IOERR", "58..."),
    OTHER(RealmError.DATABASE_FAILURE, "failed", "none", "none");

    private final RealmError error;
    private final String description;
    private final String sqliteCodes;
    private final String sqlStates;

    StoreFault(RealmError error, String description, String sqliteCodes, String sqlStates) {
        this.error = error;
        this.description = description;
        this.sqliteCodes = sqliteCodes;
        this.sqlStates = sqlStates;
    }

    static StoreFault of(Throwable failure) {
        return ofSql(sqlException(failure));
    }

    /** A failure while a database is created, opened or verified. */
    static RealmException realmException(String database, Throwable failure) {
        Optional<RealmException> known = realmCause(failure);
        if (known.isPresent()) {
            return known.get();
        }
        return fileProblem(database, failure)
                .orElseGet(() -> new RealmException(
                        of(failure).error, database, describe(database, failure), sqlCause(failure)));
    }

    /** A failure while a store is in use. */
    static StoreException storeException(String database, Throwable failure) {
        Optional<RealmException> known = realmCause(failure);
        if (known.isPresent()) {
            return new StoreException(known.get().error(), database, known.get().description(), known.get());
        }
        Optional<RealmException> problem = fileProblem(database, failure);
        if (problem.isPresent()) {
            return new StoreException(
                    problem.get().error(), database, problem.get().description(), sqlCause(failure));
        }
        return new StoreException(of(failure).error, database, describe(database, failure), sqlCause(failure));
    }

    /** Whether the server may answer again without a change by the operator. */
    boolean isOutage() {
        return this == UNREACHABLE || this == STOPPED || this == CONNECTIONS_USED_UP;
    }

    /** The cause of an error that SQLite reports for several causes; empty for other errors. */
    private static Optional<RealmException> fileProblem(String database, Throwable failure) {
        StoreFault fault = of(failure);
        boolean ambiguous = fault == CANNOT_OPEN || fault == DISK_ERROR || fault == READ_ONLY;
        Path file = Path.of(database);
        if (!ambiguous || !Files.exists(file)) {
            return Optional.empty();
        }
        // An unknown failure of the file system says no more than SQLite's disk error.
        return FileProbe.problem("The database", file)
                .filter(problem -> fault != DISK_ERROR || problem.error() != RealmError.IO_FAILURE);
    }

    /** A check of the realm before a connection was opened. */
    private static Optional<RealmException> realmCause(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(RealmException.class::isInstance)
                .map(RealmException.class::cast)
                .findFirst();
    }

    StoreException storeException(String database) {
        return new StoreException(error, database, sentence(database, ""));
    }

    /**
     * The database's own exception within a failure. Only that one becomes a cause: the exceptions
     * around it may quote stored values.
     */
    static Throwable sqlCause(Throwable failure) {
        SQLException sql = sqlException(failure);
        return sql == null ? failure : sql;
    }

    private static String describe(String database, Throwable failure) {
        SQLException sql = sqlException(failure);
        StoreFault fault = ofSql(sql);
        // Only the driver's message: the layers above it quote the arguments of the statement.
        String detail = fault == OTHER && sql != null
                ? " (" + PrintableText.escape(String.valueOf(sql.getMessage())) + ")"
                : "";
        return fault.sentence(database, detail);
    }

    private String sentence(String database, String detail) {
        return "The database " + PrintableText.escape(database) + " " + description + detail + ".";
    }

    private static StoreFault ofSql(@Nullable SQLException sql) {
        if (sql == null) {
            return OTHER;
        }
        String message = String.valueOf(sql.getMessage());
        String state = String.valueOf(sql.getSQLState());
        return Arrays.stream(values())
                .filter(fault -> fault.matchesSqliteCode(message) || state.matches(fault.sqlStates))
                .findFirst()
                // The pool is exhausted because every connection waits for the same lock.
                .orElse(sql instanceof SQLTransientConnectionException ? LOCKED : OTHER);
    }

    /**
     * The driver puts the code's name in brackets; an extended code starts with the primary code.
     */
    private boolean matchesSqliteCode(String message) {
        return Pattern.compile("\\[(" + sqliteCodes + ")[_\\]]")
                .matcher(message)
                .lookingAt();
    }

    /** The innermost SQLException: a connection pool wraps the driver's. */
    private static @Nullable SQLException sqlException(Throwable failure) {
        SQLException found = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                found = sql;
            }
        }
        return found;
    }
}

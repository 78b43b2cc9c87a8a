package hallpass.store;

import hallpass.trace.PrintableText;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why a database failed, told from the name of SQLite's result code (sqlite.org/rescode.html), or from PostgreSQL's
 * SQLSTATE (its manual's appendix A).
 */
enum StoreFault {
    LOCKED(
            "has been in use by another process for too long",
            "Try again; if it stays so, look for a program that keeps it open",
            "SQLITE_BUSY|SQLITE_LOCKED",
            "55P03|57014"),
    CONFLICT("undid this for the sake of another change", "Try again", "none", "40001|40P01"),
    UNREACHABLE(
            "cannot be reached",
            "See that PostgreSQL runs there; Hallpass goes on by itself as soon as it answers",
            "none",
            "08...|57P0[123]|53300|25P03"),
    AUTHENTICATION_FAILED(
            "does not let this user in",
            "Check the user in realm.toml's store, and the password in the file store.password",
            "none",
            "28..."),
    NO_SUCH_DATABASE(
            "does not exist on its server",
            "Make it with createdb, or name another in realm.toml's store",
            "none",
            "3D000"),
    DISK_FULL("cannot grow: the disk is full", "Free some space and try again", "SQLITE_FULL", "53100|53200"),
    READ_ONLY(
            "cannot be written",
            "Run as the user that owns the realm, and see that its disk is not mounted read-only",
            "SQLITE_READONLY|SQLITE_PERM|SQLITE_AUTH",
            "25006|42501"),
    CANNOT_OPEN(
            "cannot be opened",
            "See that it and its folder are there and belong to the user that runs this",
            "SQLITE_CANTOPEN",
            "none"),
    DAMAGED(
            "is damaged, or is no database",
            "Stop what uses it, and put a copy from a backup in its place",
            "SQLITE_CORRUPT|SQLITE_NOTADB",
            "XX00[12]"),
    DISK_ERROR("met a disk error", "Look into the system's log, and check the disk", "SQLITE_IOERR", "58..."),
    OTHER("failed", "Start this process again; if it stays so, please report it", "none", "none");

    private final String description;
    private final String advice;
    private final String sqliteCodes;
    private final String sqlStates;

    StoreFault(String description, String advice, String sqliteCodes, String sqlStates) {
        this.description = description;
        this.advice = advice;
        this.sqliteCodes = sqliteCodes;
        this.sqlStates = sqlStates;
    }

    /** A sentence about the database, and what to do next. */
    static String describe(String database, Throwable failure) {
        SQLException sql = sqlException(failure);
        StoreFault fault = ofSql(sql);
        // Only the driver's own words: the layers above it quote the statement's arguments, and these can be anything.
        String detail = fault == OTHER && sql != null
                ? " (" + PrintableText.escape(String.valueOf(sql.getMessage())) + ")"
                : "";
        return fault.describe(database, detail);
    }

    static StoreFault of(Throwable failure) {
        return ofSql(sqlException(failure));
    }

    String describe(String database, String detail) {
        return "The database " + PrintableText.escape(database) + " " + description + detail + ". " + advice + ".";
    }

    /** The database's own complaint within a failure, to be its cause: what is above it may quote what was stored. */
    static Throwable sqlCause(Throwable failure) {
        SQLException sql = sqlException(failure);
        return sql == null ? failure : sql;
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
                // The pool has no connection left: all of them wait for the same lock.
                .orElse(sql instanceof SQLTransientConnectionException ? LOCKED : OTHER);
    }

    /** The driver puts the code's name in brackets; an extended code begins with the name of its kind. */
    private boolean matchesSqliteCode(String message) {
        return Pattern.compile("\\[(" + sqliteCodes + ")[_\\]]")
                .matcher(message)
                .lookingAt();
    }

    /** The innermost one: a pool wraps what the driver says. */
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

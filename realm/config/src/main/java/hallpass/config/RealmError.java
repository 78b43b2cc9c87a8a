package hallpass.config;

/**
 * The kind of a {@link RealmException}. Libraries report the kind, the subject and the fact; the
 * module {@code realm/console} holds the next step for each kind.
 */
public enum RealmError {
    // Files.
    FILE_MISSING,
    FILE_EXISTS,
    ACCESS_DENIED,
    DISK_FULL,
    QUOTA_EXCEEDED,
    /** The limit of {@code ulimit -f}, or of the file system. */
    FILE_SIZE_LIMIT,
    /** The limit of {@code ulimit -n}, or of the system. */
    TOO_MANY_OPEN_FILES,
    READ_ONLY_FILE_SYSTEM,
    /** A file system without permissions for the owner only, such as exFAT. */
    NO_FILE_MODES,
    /** Any other failure of the file system; the message quotes it. */
    IO_FAILURE,
    /** A secret file with permissions for other users. */
    INSECURE_PERMISSIONS,
    SYMBOLIC_LINK,
    NOT_A_REGULAR_FILE,
    /** A text file with malformed UTF-8. */
    NOT_UTF8,
    FILE_TOO_LARGE,
    /** A key, certificate, keytab or log whose content cannot be used. */
    CORRUPT_FILE,
    /** A certificate and a key that do not belong together. */
    MISMATCHED_FILES,
    /** Another process held a lock longer than the timeout. */
    LOCK_TIMEOUT,
    INTERRUPTED,

    // The realm folder and realm.toml.
    NO_REALM,
    /** A store, key or log of the realm is missing or empty. */
    REALM_INCOMPLETE,
    /** The folder no longer contains the realm that this process opened. */
    REALM_REPLACED,
    /** A realm whose creation or restoration was interrupted. */
    REALM_UNFINISHED,
    FOLDER_NOT_EMPTY,
    FOLDER_UNREADABLE,
    PATH_TOO_LONG,
    REALM_BEING_CREATED,
    /** An unknown key or an invalid value; the message states what is allowed. */
    INVALID_SETTING,
    /** A database URL that contains a password. */
    PASSWORD_IN_URL,
    /** A {@code realm.toml} in a layout that cannot be edited; the message states the new lines. */
    SETTING_NOT_EDITABLE,
    INVALID_NAME,
    /** A password that RFC 8265 forbids. */
    INVALID_PASSWORD,
    INVALID_DURATION,

    // Principals and certificates.
    UNKNOWN_SERVICE,
    /** A keytab without a key of the service. */
    NO_SERVICE_KEY,
    NO_CLIENT_CERTIFICATE,
    /** The stored certificate, key or revocation of the application server. */
    SERVER_CERTIFICATE_UNUSABLE,

    // The lab.
    /** A realm without a lab.toml. */
    NO_EXERCISE,
    /** The servers' jars are not beside the jar of the attacks. */
    SERVER_JAR_MISSING,
    /** A server process of the lab ended, or was not ready in time. */
    SERVER_NOT_READY,

    // The audit log.
    AUDIT_KEY_MISSING,
    /** Another server process writes the audit log of the same party and replica. */
    SERVER_RUNNING,
    /** Another administration command holds the audit log. */
    AUDIT_LOG_BUSY,
    /** The action took effect, but could not be recorded in the audit log. */
    ACTION_NOT_RECORDED,

    // The databases.
    DATABASE_LOCKED,
    /** The database rolled a transaction back because of a concurrent one. */
    DATABASE_CONFLICT,
    DATABASE_UNREACHABLE,
    /** The database server's connections, or those of its user, are all in use. */
    DATABASE_CONNECTIONS_USED_UP,
    /** The database user may not read or write the realm's schemas. */
    DATABASE_PRIVILEGE_MISSING,
    /** The database server rejects the user or the password. */
    DATABASE_ACCESS_DENIED,
    /** The database server has no database of this name. */
    DATABASE_MISSING,
    DATABASE_READ_ONLY,
    DATABASE_NOT_OPENED,
    DATABASE_CORRUPT,
    /** An SQLite file that was replaced, beside the write-ahead log of the previous file. */
    DATABASE_LOG_MISMATCH,
    /** Any other failure of a database; the message quotes it. */
    DATABASE_FAILURE,
    DISK_ERROR,
    /** A file system on which SQLite's write-ahead log does not work. */
    UNSUITABLE_FILE_SYSTEM,
    /** A PostgreSQL server that does not sync its commits; the message states the settings. */
    UNSAFE_DATABASE_SETTINGS,
    /** A database that is not one of Hallpass's of the expected kind. */
    WRONG_DATABASE,
    SCHEMA_TOO_NEW,
    SCHEMA_OUTDATED,
    WRONG_MASTER_KEY,
    PRINCIPAL_EXISTS,
    UNKNOWN_PRINCIPAL,
    /** Servers or commands have the stores open. */
    STORE_IN_USE,
    /** The database already contains a realm. */
    DATABASE_NOT_EMPTY,
    /** The realm's stores are already at the place where they are to be moved. */
    STORE_NOT_MOVED,
    /** The copy of a database differs from the original. */
    COPY_DIFFERS,

    // Backups.
    /** Not an archive of {@code hallpass realm backup}, or a damaged one. */
    BACKUP_UNUSABLE,
    /** An archive of a newer version of Hallpass. */
    BACKUP_TOO_NEW,
    /** An archive of another realm than the one that it would replace. */
    BACKUP_OF_OTHER_REALM,
    /** A restore to the place of an existing realm. */
    REALM_EXISTS,
    /** The realm's files changed again and again while they were read. */
    REALM_CHANGING,
    /** A place where no backup can be written. */
    BACKUP_TARGET
}

package hallpass.console;

import hallpass.config.RealmException;
import hallpass.net.ListenException;
import hallpass.net.UnreachableException;
import hallpass.trace.PrintableText;

/**
 * The table of next steps: turns a typed error of a library into the message for the terminal.
 *
 * <p>The switches have no default, so that a new kind of error does not compile without its row.
 */
public final class NextSteps {
    private static final String RESTORE = "hallpass realm restore FILE --replace";

    private NextSteps() {}

    /** The fact and, where there is one, the next step. */
    public static String of(RealmException e) {
        String nextStep = nextStep(e);
        return nextStep.isEmpty() ? e.description() : e.description() + " " + nextStep;
    }

    /** @param option the command-line option that selects another port, such as {@code --port} */
    public static String of(ListenException e, String option) {
        return e.description() + ": " + nextStep(e, option);
    }

    public static String of(UnreachableException e) {
        return e.problem() + ": " + nextStep(e);
    }

    private static String nextStep(UnreachableException e) {
        return switch (e.reason()) {
            case UNKNOWN_HOST -> "check the server's address in realm.toml";
            case CONNECTION_REFUSED -> "start the server";
            case CONNECT_TIMEOUT -> "check that the server is running and reachable";
            case CONNECT_FAILED -> "check the address and the network";
            case REPLY_TIMEOUT, CLOSED_BY_SERVER -> "check the server's log and try again";
            case CONNECTION_LOST -> "check that the server is running and try again";
        };
    }

    /**
     * The message for a process that cannot start.
     *
     * @param portOption the command-line option that selects another port
     */
    public static String ofStartFailure(Exception e, String portOption) {
        if (e instanceof RealmException realmException) {
            return of(realmException);
        } else if (e instanceof ListenException listenException) {
            return of(listenException, portOption);
        }
        return "internal error: " + PrintableText.escape(String.valueOf(e));
    }

    private static String nextStep(RealmException e) {
        String subject = PrintableText.escape(e.subject());
        return switch (e.error()) {
            case FILE_MISSING -> "Check the path.";
            case FILE_EXISTS -> "Choose another name, or remove the existing file.";
            case ACCESS_DENIED -> "Run as the user that owns the realm, or change the owner with chown.";
            case DISK_FULL -> "Free some space and try again.";
            case NO_FILE_MODES ->
                "Choose a folder on another file system, or mount this one with umask=077 and the uid of its user.";
            case QUOTA_EXCEEDED -> "Remove files of this account, or get a larger quota.";
            case FILE_SIZE_LIMIT -> "Raise the limit with ulimit -f, and start the process again.";
            case TOO_MANY_OPEN_FILES -> "Raise the limit with ulimit -n, and start the process again.";
            case READ_ONLY_FILE_SYSTEM -> "Choose another folder, or mount the file system writable.";
            case INSECURE_PERMISSIONS -> "Check that no other user has read the file, then run: chmod 600 " + subject;
            case SYMBOLIC_LINK -> "Give the path of the file itself, or remove the link.";
            case NOT_A_REGULAR_FILE -> "Choose another file.";
            case FILE_TOO_LARGE -> "Check that it is the right file.";
            case NOT_UTF8 -> "Save it as UTF-8.";
            case CORRUPT_FILE, MISMATCHED_FILES -> "Restore a backup with: " + RESTORE;
            case LOCK_TIMEOUT -> "Try again; if the error persists, look for a hanging hallpass process.";
            case NO_REALM -> "Create one with: hallpass realm init " + subject;
            case REALM_INCOMPLETE ->
                "It is not created again, because its content would be lost. Restore a backup with: " + RESTORE;
            case REALM_REPLACED -> "Start this process again if the realm that is there now is the right one.";
            case REALM_UNFINISHED -> "Run that command again: hallpass realm init, or " + RESTORE;
            case BACKUP_UNUSABLE -> "Use another backup.";
            case BACKUP_TARGET -> "Write the backup to a new file outside of the realm's folder.";
            case BACKUP_TOO_NEW -> "Restore it with that version.";
            case BACKUP_OF_OTHER_REALM -> "Restore it to another folder with --realm.";
            case REALM_EXISTS ->
                "Choose another folder with --realm, or add --replace, which keeps the present content beside it.";
            case REALM_CHANGING -> "Try again when no other command changes the realm.";
            case FOLDER_NOT_EMPTY -> "Choose another folder, or remove this one.";
            case FOLDER_UNREADABLE -> "Choose another folder.";
            case PATH_TOO_LONG -> "Choose a folder with a shorter path.";
            case REALM_BEING_CREATED -> "Wait for it, or choose another place.";
            case PASSWORD_IN_URL ->
                "Remove it from the URL, and write it to the file store.password in the realm folder" + " (mode 600).";
            case INVALID_PASSWORD -> "Use another password.";
            case INVALID_NAME -> "Choose another name.";
            case UNKNOWN_SERVICE -> "List the services with: hallpass service list";
            case NO_SERVICE_KEY ->
                "Add it with: hallpass service add " + subject
                        + ", set service under [kerberos] in realm.toml to a service that has one, or restore"
                        + " a backup with: " + RESTORE;
            case NO_CLIENT_CERTIFICATE -> "Issue one with: hallpass ca issue-client " + subject;
            case SERVER_CERTIFICATE_UNUSABLE ->
                "Set the clock if it is wrong; otherwise request a new certificate with: hallpass app enrol";
            case SERVER_NOT_READY -> "Check the free memory and disk space, and try again.";
            case NO_EXERCISE -> "Create one with: hallpass lab new";
            case SERVER_JAR_MISSING -> "Run the command as scripts/hallpass, which builds the servers.";
            case AUDIT_KEY_MISSING ->
                "Restore a backup with: " + RESTORE
                        + ". To start a new log instead, move the log, its .head and its .pub file away.";
            case SERVER_RUNNING -> "Stop it first, or start this one with --replica.";
            case AUDIT_LOG_BUSY -> "Wait for it to finish, and try again.";
            case DATABASE_LOCKED ->
                "Try again; if the error persists, look for a program that keeps the database open.";
            case DATABASE_CONFLICT -> "Try again.";
            case DATABASE_UNREACHABLE ->
                "Check that PostgreSQL is running there; servers reconnect as soon as it answers.";
            case DATABASE_CONNECTIONS_USED_UP ->
                "End other sessions, or raise max_connections or the role's CONNECTION LIMIT.";
            case DATABASE_PRIVILEGE_MISSING ->
                "Connect as the role that owns the schemas hallpass_*, or grant it their use.";
            case DATABASE_ACCESS_DENIED ->
                "Check the user in the setting store of realm.toml, and the password in the file store.password.";
            case DATABASE_MISSING -> "Create it with createdb, or set store in realm.toml to another one.";
            case DATABASE_READ_ONLY ->
                "Run as the user that owns the realm, and check that neither its disk nor its PostgreSQL server is"
                        + " read-only.";
            case DATABASE_NOT_OPENED -> "Check that the database and its folder exist and belong to the current user.";
            case DATABASE_CORRUPT -> "Stop the processes that use it, and restore a backup with: " + RESTORE;
            case DATABASE_LOG_MISMATCH ->
                "Restore the whole realm with: " + RESTORE + ". To use the replaced file without the changes in that"
                        + " log, move " + subject + "-wal and " + subject + "-shm away first.";
            case DATABASE_FAILURE -> "Start this process again; if the error persists, please report it.";
            case DISK_ERROR -> "Check the system's log and the disk.";
            case UNSUITABLE_FILE_SYSTEM -> "Move the realm to a local disk.";
            case UNSAFE_DATABASE_SETTINGS ->
                "Set them in postgresql.conf, or set store in realm.toml to a database of another server.";
            case WRONG_DATABASE -> "Put the right database there, or restore a backup with: " + RESTORE;
            case SCHEMA_TOO_NEW -> "Use that version, or create a new realm with: hallpass realm init";
            case SCHEMA_OUTDATED -> "Stop the realm's servers, and run: hallpass realm upgrade";
            case WRONG_MASTER_KEY ->
                "Restore a backup with: " + RESTORE + ", or create a new realm with: hallpass realm init";
            case PRINCIPAL_EXISTS -> "Choose another name, or remove the existing principal first.";
            case UNKNOWN_PRINCIPAL -> "List the principals with: hallpass user list, hallpass service list";
            case STORE_IN_USE -> "Stop the realm's servers, and try again.";
            case DATABASE_NOT_EMPTY -> "Create an empty database with createdb, and use that.";
            case COPY_DIFFERS -> "Stop all servers and commands that use the realm, and move it again.";
            case IO_FAILURE,
                    INTERRUPTED,
                    INVALID_SETTING,
                    SETTING_NOT_EDITABLE,
                    INVALID_DURATION,
                    ACTION_NOT_RECORDED,
                    STORE_NOT_MOVED -> "";
        };
    }

    private static String nextStep(ListenException e, String option) {
        return switch (e.reason()) {
            case UNKNOWN_HOST -> "use an address of this machine";
            case PORT_IN_USE -> "stop the process that has it, or start this one with " + option;
            case PORT_NOT_PERMITTED -> "start this one with " + option + " and a port from 1024 up";
            case NOT_LOCAL -> "use a local address, such as 127.0.0.1";
            case OTHER -> "choose another address, or start this one with " + option;
        };
    }
}

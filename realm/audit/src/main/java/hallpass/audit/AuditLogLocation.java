package hallpass.audit;

import hallpass.config.RealmFolder;
import hallpass.message.Party;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where a log and what belongs to it are.
 *
 * @param party whose log it is, as its lines call it: {@code as}, {@code as-2}, {@code admin}
 * @param logFile the lines
 * @param checkpointFile how far they had come
 * @param keyFile what the process signs with
 * @param publicKeyFile what anybody checks with
 */
record AuditLogLocation(String party, Path logFile, Path checkpointFile, Path keyFile, Path publicKeyFile) {
    static final String LOG_SUFFIX = ".jsonl";
    static final String CHECKPOINT_SUFFIX = ".head";
    static final String CORRUPT_MARK = ".broken-";

    /** @param replica which process of this party; 1 is the first */
    static AuditLogLocation of(RealmFolder realm, Party party, int replica) {
        String number = replica == 1 ? "" : "-" + replica;
        return of(realm.folderOf(party), "audit" + number, party.id() + number, realm);
    }

    static AuditLogLocation admin(RealmFolder realm) {
        return of(realm.auditFolder(), "admin", "admin", realm);
    }

    private static AuditLogLocation of(Path folder, String name, String party, RealmFolder realm) {
        return new AuditLogLocation(
                party,
                folder.resolve(name + LOG_SUFFIX),
                folder.resolve(name + CHECKPOINT_SUFFIX),
                folder.resolve(name + ".key"),
                realm.auditFolder().resolve(party + ".pub"));
    }

    /** Where a log that does not hold together is kept. */
    AuditLogLocation corrupt(int number) {
        String name = baseName() + CORRUPT_MARK + number;
        return new AuditLogLocation(
                party,
                logFile.resolveSibling(name + LOG_SUFFIX),
                logFile.resolveSibling(name + CHECKPOINT_SUFFIX),
                keyFile,
                publicKeyFile);
    }

    /** A realm that is older than its audit log has none of these until the process starts. */
    boolean exists() {
        return Stream.of(logFile, checkpointFile, keyFile, publicKeyFile).anyMatch(Files::exists);
    }

    /** The log's file without its ending. */
    String baseName() {
        String file = logFile.getFileName().toString();
        return file.substring(0, file.length() - LOG_SUFFIX.length());
    }
}

package hallpass.audit;

import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.message.Party;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The files of an audit log.
 *
 * @param realm the realm of the log
 * @param party the owner as named in the lines: {@code as}, {@code as-2}, {@code admin}
 * @param isCreatedWithRealm whether its keys are as old as the realm; those of a replica are not
 * @param logFile the lines of the log
 * @param checkpointFile the last signed checkpoint
 * @param keyFile the signing key of the process
 * @param publicKeyFile the key that verifies the signatures
 */
record AuditLogLocation(
        RealmFolder realm,
        String party,
        boolean isCreatedWithRealm,
        Path logFile,
        Path checkpointFile,
        Path keyFile,
        Path publicKeyFile) {
    static final String LOG_SUFFIX = ".jsonl";
    static final String CHECKPOINT_SUFFIX = ".head";
    static final String CORRUPT_MARK = ".broken-";

    /** @param replica the number of the process, from 1 */
    static AuditLogLocation of(RealmFolder realm, Party party, int replica) {
        String number = replica == 1 ? "" : "-" + replica;
        return of(realm.folderOf(party), "audit" + number, party.id() + number, replica == 1, realm);
    }

    static AuditLogLocation admin(RealmFolder realm) {
        return of(realm.auditFolder(), "admin", "admin", true, realm);
    }

    private static AuditLogLocation of(
            Path folder, String name, String party, boolean isCreatedWithRealm, RealmFolder realm) {
        return new AuditLogLocation(
                realm,
                party,
                isCreatedWithRealm,
                folder.resolve(name + LOG_SUFFIX),
                folder.resolve(name + CHECKPOINT_SUFFIX),
                folder.resolve(name + ".key"),
                realm.auditFolder().resolve(party + ".pub"));
    }

    /** The location at which a corrupt log is kept. */
    AuditLogLocation corrupt(int number) {
        String name = baseName() + CORRUPT_MARK + number;
        return new AuditLogLocation(
                realm,
                party,
                isCreatedWithRealm,
                logFile.resolveSibling(name + LOG_SUFFIX),
                logFile.resolveSibling(name + CHECKPOINT_SUFFIX),
                keyFile,
                publicKeyFile);
    }

    /** Whether any of the files exists. */
    boolean exists() {
        return Stream.of(logFile, checkpointFile, keyFile, publicKeyFile).anyMatch(Files::exists);
    }

    /** Replaces the checkpoint file, unless another realm is at this place by now. */
    void write(SignedCheckpoint checkpoint) throws RealmException {
        realm.requireUnchanged();
        checkpoint.write(checkpointFile);
    }

    /** The name of the log file without its extension. */
    String baseName() {
        String file = logFile.getFileName().toString();
        return file.substring(0, file.length() - LOG_SUFFIX.length());
    }
}

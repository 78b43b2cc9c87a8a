package hallpass.audit;

import hallpass.realm.RealmFolder;
import hallpass.trace.Party;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where a log and what belongs to it are.
 *
 * @param party whose log it is, as its lines call it: {@code as}, {@code as-2}, {@code admin}
 * @param log the lines
 * @param head how far they had come
 * @param key what the process signs with
 * @param publicKey what anybody checks with
 */
record AuditPlace(String party, Path log, Path head, Path key, Path publicKey) {
    static final String LINES = ".jsonl";
    static final String HEAD = ".head";
    static final String BROKEN = ".broken-";

    /** @param replica which process of this party; 1 is the first */
    static AuditPlace of(RealmFolder realm, Party party, int replica) {
        String number = replica == 1 ? "" : "-" + replica;
        return of(realm.of(party), "audit" + number, party.id() + number, realm);
    }

    static AuditPlace admin(RealmFolder realm) {
        return of(realm.audit(), "admin", "admin", realm);
    }

    private static AuditPlace of(Path folder, String name, String party, RealmFolder realm) {
        return new AuditPlace(
                party,
                folder.resolve(name + LINES),
                folder.resolve(name + HEAD),
                folder.resolve(name + ".key"),
                realm.audit().resolve(party + ".pub"));
    }

    /** Where a log that does not hold together is kept. */
    AuditPlace broken(int number) {
        String name = name() + BROKEN + number;
        return new AuditPlace(party, log.resolveSibling(name + LINES), log.resolveSibling(name + HEAD), key, publicKey);
    }

    /** A realm that is older than its audit log has none of these until the process starts. */
    boolean isBegun() {
        return Stream.of(log, head, key, publicKey).anyMatch(Files::exists);
    }

    /** The log's file without its ending. */
    String name() {
        String file = log.getFileName().toString();
        return file.substring(0, file.length() - LINES.length());
    }
}

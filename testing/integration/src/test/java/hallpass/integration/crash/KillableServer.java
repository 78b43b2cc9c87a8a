package hallpass.integration.crash;

import hallpass.config.RealmException;
import hallpass.integration.harness.JarProcess.ProcessResult;
import hallpass.message.ErrorCode;
import hallpass.net.ErrorReplyException;
import java.util.Set;
import java.util.regex.Pattern;

/** A server that is killed, and what is lost with it. */
public interface KillableServer {
    /** The one before the commit, the other where its answer is missing. */
    Set<ErrorCode> DATABASE_UNAVAILABLE = Set.of(ErrorCode.HP_ERR_UNAVAILABLE, ErrorCode.KRB_ERR_GENERIC);

    /** What a command says of a database that answers too late, or had not ended the try before. */
    Pattern DATABASE_UNREACHABLE = Pattern.compile("cannot be reached|in use by another process");

    /** Returns when it is ready. */
    void start() throws Exception;

    /** Kills without a warning; returns when it is gone. */
    void kill() throws Exception;

    /** What is wrong with the store itself, after the next start; empty for a sound one. */
    String storeProblems() throws Exception;

    /** Of a server whose database was killed a moment before it: that is no acknowledgement. */
    static boolean isDatabaseUnavailable(ErrorReplyException reply) {
        return DATABASE_UNAVAILABLE.contains(reply.error().code());
    }

    /** Fails as a command did that had no database. */
    static void requireDatabaseAvailable(ProcessResult command) throws RealmException {
        if (DATABASE_UNREACHABLE.matcher(command.errorOutput()).find()) {
            throw new RealmException(command.errorOutput());
        }
    }
}

package hallpass.it;

import hallpass.it.LaunchedJar.Ended;
import hallpass.message.ErrorCode;
import hallpass.net.ErrorReply;
import hallpass.realm.RealmProblem;
import java.util.Set;
import java.util.regex.Pattern;

/** A server that is killed, and what is lost with it. */
interface Victim {
    /** The one before the commit, the other where its answer is missing. */
    Set<ErrorCode> NO_DATABASE = Set.of(ErrorCode.HP_ERR_UNAVAILABLE, ErrorCode.KRB_ERR_GENERIC);

    /** What a command says of a database that answers too late, or had not ended the try before. */
    Pattern TOO_SLOW = Pattern.compile("cannot be reached|in use by another process");

    /** Returns when it is ready. */
    void start() throws Exception;

    /** Kills without a warning; returns when it is gone. */
    void kill() throws Exception;

    /** What is wrong with the store itself, after the next start; empty for a sound one. */
    String storeProblems() throws Exception;

    /** Of a server whose database was killed a moment before it: that is no acknowledgement. */
    static boolean isOfNoDatabase(ErrorReply reply) {
        return NO_DATABASE.contains(reply.error().code());
    }

    /** Fails as a command did that had no database. */
    static void requireDatabase(Ended command) throws RealmProblem {
        if (TOO_SLOW.matcher(command.errorText()).find()) {
            throw new RealmProblem(command.errorText());
        }
    }
}

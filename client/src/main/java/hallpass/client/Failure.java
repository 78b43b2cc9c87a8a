package hallpass.client;

import hallpass.client.exchange.WrongPassword;
import hallpass.message.ErrorCode;
import hallpass.message.ErrorMessage;
import hallpass.message.PrincipalName;
import hallpass.protocol.Refusal;
import java.time.Instant;
import java.util.Optional;

/** A flow that did not come to its end. Its message is one sentence: what happened, and what to do next. */
public final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Optional<ErrorCode> code;
    private final transient Advice advice;
    private final boolean refusal;

    private Failure(Advice advice, Optional<ErrorCode> code, boolean refusal) {
        super(advice.sentence());
        this.code = code;
        this.advice = advice;
        this.refusal = refusal;
    }

    /** Something outside of the protocol: a name, a file, a terminal. */
    public Failure(ExitCode exit, String happened, String next) {
        this(new Advice(exit, happened, next), Optional.empty(), false);
    }

    /** The same, with the whole sentence at hand. */
    public Failure(ExitCode exit, String sentence) {
        this(exit, sentence, "");
    }

    /** The server said no. */
    static Failure refused(Matter matter, ErrorMessage error, Instant now) {
        // A server that failed may have done half of it.
        boolean nothingDone = error.code() != ErrorCode.KRB_ERR_GENERIC;
        return new Failure(Advice.on(error.code(), matter, error.time(), now), Optional.of(error.code()), nothingDone);
    }

    /** We do not believe the reply, or what we hold is not worth sending. */
    static Failure ofOwnCheck(Matter matter, Refusal refusal, Instant now) {
        return new Failure(
                Advice.onReply(refusal.code(), refusal.reason(), matter, now), Optional.of(refusal.code()), false);
    }

    static Failure wrongPassword(WrongPassword wrong) {
        return new Failure(
                Advice.wrongPassword(wrong.client().text()),
                Optional.of(wrong.sign().code()),
                false);
    }

    static Failure unreachable(Matter matter, String why) {
        return new Failure(Advice.unreachable(matter, why), Optional.empty(), false);
    }

    static Failure unreadable(Matter matter, String problem) {
        return new Failure(Advice.unreadable(matter, problem), Optional.empty(), false);
    }

    /** Nothing is held that could be used. */
    public static Failure notLoggedIn() {
        return new Failure(ExitCode.NOT_LOGGED_IN, "you are not logged in", "log in with hallpass login NAME");
    }

    /** No session is held for this name. */
    public static Failure notRegistered(PrincipalName client) {
        return new Failure(
                ExitCode.NOT_LOGGED_IN,
                "you hold no session as " + client,
                "register with hallpass pki register " + client);
    }

    /** The same, when it is a key update whose outcome is now unknown. */
    Failure withUnsureKeyUpdate(String who) {
        return new Failure(Advice.unsureKeyUpdate(advice, who), code, false);
    }

    /** An error of our own. */
    public static Failure fault(Throwable error) {
        return new Failure(Advice.fault(error), Optional.empty(), false);
    }

    public ExitCode exit() {
        return advice.exit();
    }

    /** Whether the server itself said no, and so did nothing. */
    boolean isRefusal() {
        return refusal;
    }

    /** The protocol's code, where it was the protocol that failed. */
    public Optional<ErrorCode> code() {
        return code;
    }

    /** The sentence, which is never null. */
    public String sentence() {
        return advice.sentence();
    }
}

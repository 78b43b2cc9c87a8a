package hallpass.client;

import hallpass.message.ErrorCode;
import hallpass.message.ErrorMessage;
import hallpass.message.PrincipalName;
import hallpass.net.UnreachableException;
import hallpass.protocol.Refusal;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** A flow that did not come to its end. Its message is one sentence: what happened, and what to do next. */
public final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Optional<ErrorCode> code;
    /** What a server of which there are several says that another one may not say. */
    private static final Set<ErrorCode> ELSEWHERE_WORTH_A_TRY =
            EnumSet.of(ErrorCode.HP_ERR_BUSY, ErrorCode.HP_ERR_UNAVAILABLE);

    private final transient Advice advice;
    /** Why this server does not serve; empty where others would say the same. */
    private final transient Optional<String> obstacle;

    private final boolean nothingDone;

    private Failure(Advice advice, Optional<ErrorCode> code, Optional<String> obstacle, boolean nothingDone) {
        super(advice.sentence());
        this.code = code;
        this.advice = advice;
        this.obstacle = obstacle;
        this.nothingDone = nothingDone;
    }

    private Failure(Advice advice, Optional<ErrorCode> code) {
        this(advice, code, Optional.empty(), false);
    }

    /** Something outside of the protocol: a name, a file, a terminal. */
    public Failure(ExitCode exit, String happened, String next) {
        this(new Advice(exit, happened, next), Optional.empty());
    }

    /** The same, with the whole sentence at hand. */
    public Failure(ExitCode exit, String sentence) {
        this(exit, sentence, "");
    }

    /** The server said no. */
    static Failure refused(Matter matter, ErrorMessage error, Instant now) {
        // A server that failed may have done half of it.
        boolean nothingDone = error.code() != ErrorCode.KRB_ERR_GENERIC;
        Optional<String> obstacle = ELSEWHERE_WORTH_A_TRY.contains(error.code())
                ? Optional.of(
                        matter.where() + " cannot serve now (" + error.code().number() + " " + error.code() + ")")
                : Optional.empty();
        return new Failure(
                Advice.on(error.code(), matter, error.time(), now), Optional.of(error.code()), obstacle, nothingDone);
    }

    /** We do not believe the reply, or what we hold is not worth sending. */
    static Failure ofOwnCheck(Matter matter, Refusal refusal, Instant now) {
        return new Failure(Advice.onReply(refusal.code(), refusal.reason(), matter, now), Optional.of(refusal.code()));
    }

    /** @param code what gave it away */
    static Failure wrongPassword(PrincipalName user, ErrorCode code) {
        return new Failure(Advice.wrongPassword(user.text()), Optional.of(code));
    }

    /** The same where it may as well be that there is no such user: the realm does not tell. */
    static Failure noSuchLogin(PrincipalName user, ErrorCode code) {
        return new Failure(Advice.noSuchLogin(user.text()), Optional.of(code));
    }

    /** Whoever answered does not have what only the KDC has. */
    static Failure notTheKdc(PrincipalName host, Refusal refusal) {
        return new Failure(Advice.notTheKdc(host.text(), refusal.reason()), Optional.of(refusal.code()));
    }

    /** @param others how many more could not be asked */
    static Failure unreachable(Matter matter, UnreachableException e, int others) {
        return new Failure(
                Advice.unreachable(matter, String.valueOf(e.getMessage()), others),
                Optional.empty(),
                Optional.of(e.happened()),
                !e.isAsked());
    }

    static Failure unreadable(Matter matter, String problem) {
        return new Failure(Advice.unreadable(matter, problem), Optional.empty());
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
        return new Failure(Advice.unsureKeyUpdate(advice, who), code);
    }

    /** The same, when it is the authority that could not be asked after a server's certificate. */
    Failure withRevocationUnknown(String server) {
        return new Failure(Advice.revocationUnknown(advice, server), Optional.of(ErrorCode.HP_ERR_REVOCATION_UNKNOWN));
    }

    /** An error of our own. */
    public static Failure fault(Throwable error) {
        return new Failure(Advice.fault(error), Optional.empty());
    }

    public ExitCode exit() {
        return advice.exit();
    }

    /** Whether it is certain that the server did nothing: it said no, or was never asked. */
    boolean isNothingDone() {
        return nothingDone;
    }

    /** Whether another server of the same kind may do what this one does not. */
    boolean isElsewhereWorthATry() {
        return obstacle.isPresent();
    }

    /** Why this server does not serve, without what to do about it. */
    String obstacle() {
        return obstacle.orElseGet(this::sentence);
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

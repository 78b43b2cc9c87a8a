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
public final class ClientException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Optional<ErrorCode> code;
    /** What a server of which there are several says that another one may not say. */
    private static final Set<ErrorCode> FAILOVER_CODES =
            EnumSet.of(ErrorCode.HP_ERR_BUSY, ErrorCode.HP_ERR_UNAVAILABLE);

    private final transient ErrorExplanation explanation;
    /** Why this server does not serve; empty where others would say the same. */
    private final transient Optional<String> unavailability;

    private final boolean withoutEffect;

    private ClientException(
            ErrorExplanation explanation,
            Optional<ErrorCode> code,
            Optional<String> unavailability,
            boolean withoutEffect) {
        super(explanation.message());
        this.code = code;
        this.explanation = explanation;
        this.unavailability = unavailability;
        this.withoutEffect = withoutEffect;
    }

    private ClientException(ErrorExplanation explanation, Optional<ErrorCode> code) {
        this(explanation, code, Optional.empty(), false);
    }

    /** Something outside of the protocol: a name, a file, a terminal. */
    public ClientException(ExitCode exit, String problem, String nextStep) {
        this(new ErrorExplanation(exit, problem, nextStep), Optional.empty());
    }

    /** The same, with the whole sentence at hand. */
    public ClientException(ExitCode exit, String message) {
        this(exit, message, "");
    }

    /** The server said no. */
    static ClientException refused(CallContext context, ErrorMessage error, Instant now) {
        // A server that failed may have done half of it.
        boolean withoutEffect = error.code() != ErrorCode.KRB_ERR_GENERIC;
        Optional<String> unavailability = FAILOVER_CODES.contains(error.code())
                ? Optional.of(context.addressText() + " cannot serve now ("
                        + error.code().number() + " " + error.code() + ")")
                : Optional.empty();
        return new ClientException(
                ErrorExplanation.ofServerError(error.code(), context, error.time(), now),
                Optional.of(error.code()),
                unavailability,
                withoutEffect);
    }

    /** We do not believe the reply, or what we hold is not worth sending. */
    static ClientException rejectedReply(CallContext context, Refusal refusal, Instant now) {
        return new ClientException(
                ErrorExplanation.ofRejectedReply(refusal.code(), refusal.reason(), context, now),
                Optional.of(refusal.code()));
    }

    /** @param code what gave it away */
    static ClientException wrongPassword(PrincipalName user, ErrorCode code) {
        return new ClientException(ErrorExplanation.wrongPassword(user.text()), Optional.of(code));
    }

    /** The same where it may as well be that there is no such user: the realm does not tell. */
    static ClientException wrongUserOrPassword(PrincipalName user, ErrorCode code) {
        return new ClientException(ErrorExplanation.wrongUserOrPassword(user.text()), Optional.of(code));
    }

    /** Whoever answered does not have what only the KDC has. */
    static ClientException kdcNotVerified(PrincipalName host, Refusal refusal) {
        return new ClientException(
                ErrorExplanation.kdcNotVerified(host.text(), refusal.reason()), Optional.of(refusal.code()));
    }

    /** @param failedReplicas how many more could not be asked */
    static ClientException unreachable(CallContext context, UnreachableException e, int failedReplicas) {
        return new ClientException(
                ErrorExplanation.unreachable(context, String.valueOf(e.getMessage()), failedReplicas),
                Optional.empty(),
                Optional.of(e.problem()),
                !e.isRequestSent());
    }

    static ClientException unreadable(CallContext context, String problem) {
        return new ClientException(ErrorExplanation.unreadable(context, problem), Optional.empty());
    }

    /** Nothing is held that could be used. */
    public static ClientException notLoggedIn() {
        return new ClientException(ExitCode.NOT_LOGGED_IN, "you are not logged in", "log in with hallpass login NAME");
    }

    /** No session is held for this name. */
    public static ClientException notRegistered(PrincipalName client) {
        return new ClientException(
                ExitCode.NOT_LOGGED_IN,
                "you hold no session as " + client,
                "register with hallpass pki register " + client);
    }

    /** The same, when it is a key update whose outcome is now unknown. */
    ClientException withUnknownKeyUpdateOutcome(String client) {
        return new ClientException(ErrorExplanation.unknownKeyUpdateOutcome(explanation, client), code);
    }

    /** The same, when it is the authority that could not be asked after a server's certificate. */
    ClientException withRevocationUnknown(String server) {
        return new ClientException(
                ErrorExplanation.revocationUnknown(explanation, server),
                Optional.of(ErrorCode.HP_ERR_REVOCATION_UNKNOWN));
    }

    /** An error of our own. */
    public static ClientException internalError(Throwable error) {
        return new ClientException(ErrorExplanation.internalError(error), Optional.empty());
    }

    public ExitCode exit() {
        return explanation.exit();
    }

    /** Whether it is certain that the server did nothing: it said no, or was never asked. */
    boolean isWithoutEffect() {
        return withoutEffect;
    }

    /** Whether another server of the same kind may do what this one does not. */
    boolean isRetryableElsewhere() {
        return unavailability.isPresent();
    }

    /** Why this server does not serve, without what to do about it. */
    String unavailability() {
        return unavailability.orElseGet(this::message);
    }

    /** The protocol's code, where it was the protocol that failed. */
    public Optional<ErrorCode> code() {
        return code;
    }

    /** The sentence, which is never null. */
    public String message() {
        return explanation.message();
    }
}

package hallpass.cli;

import static hallpass.console.ExitCode.CLOCK_SKEW;
import static hallpass.console.ExitCode.LOCAL_FILES;
import static hallpass.console.ExitCode.NOT_LOGGED_IN;
import static hallpass.console.ExitCode.NOT_SERVED;
import static hallpass.console.ExitCode.PROTOCOL;
import static hallpass.console.ExitCode.REFUSED;
import static hallpass.console.ExitCode.REVOKED;
import static hallpass.console.ExitCode.UNAVAILABLE;
import static hallpass.console.ExitCode.USAGE;

import hallpass.client.CallContext;
import hallpass.client.ClientError;
import hallpass.client.ClientError.CheckFailed;
import hallpass.client.ClientError.ErrorReply;
import hallpass.client.ClientError.KdcNotVerified;
import hallpass.client.ClientError.NoHostKey;
import hallpass.client.ClientError.NoPassword;
import hallpass.client.ClientError.NoRevocationStatus;
import hallpass.client.ClientError.RequestTooLong;
import hallpass.client.ClientError.ServerUnreachable;
import hallpass.client.ClientError.UnknownKeyUpdateOutcome;
import hallpass.client.ClientError.UnreadableReply;
import hallpass.client.ClientError.UnusableFile;
import hallpass.client.ClientError.WrongPassword;
import hallpass.console.ErrorMessages;
import hallpass.message.ErrorCode;
import hallpass.message.Party;
import hallpass.trace.PrintableText;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Maps each error of the client library to an exit code, a sentence and a next step. */
final class ClientErrorTable {
    private static final String TAMPERING_HINT = "; if it happens again, somebody edits messages on the way";

    /** Differences below this are not worth a hint. */
    private static final Duration NOTABLE_CLOCK_DIFFERENCE = Duration.ofMinutes(1);

    private ClientErrorTable() {}

    static Explanation explain(ClientError error) {
        if (error instanceof ErrorReply e) {
            return ofServerError(e.error().code(), e.call(), e.error().time(), e.clientTime());
        } else if (error instanceof CheckFailed e) {
            return ofFailedCheck(e.failedCheck(), e.reason(), e.call(), e.clientTime());
        } else if (error instanceof WrongPassword e) {
            String user = e.user().text();
            return e.mayBeUnknown() ? wrongUserOrPassword(user) : wrongPassword(user);
        } else if (error instanceof KdcNotVerified e) {
            return kdcNotVerified(e.host().text(), e.reason());
        } else if (error instanceof NoPassword e) {
            return ErrorTable.explain(e.cause());
        } else if (error instanceof NoHostKey e) {
            return noHostKey(e.keytab());
        } else if (error instanceof UnusableFile e) {
            return ErrorTable.explain(e.cause());
        } else if (error instanceof ServerUnreachable e) {
            return unreachable(e.call(), ErrorMessages.of(e.cause()), e.failedReplicas());
        } else if (error instanceof UnreadableReply e) {
            return unreadable(e.call(), e.problem());
        } else if (error instanceof RequestTooLong e) {
            return requestTooLong(e.size(), e.limit());
        } else if (error instanceof UnknownKeyUpdateOutcome e) {
            return unknownKeyUpdateOutcome(explain(e.cause()), e.user().text());
        } else if (error instanceof NoRevocationStatus e) {
            return revocationUnknown(explain(e.cause()), e.server().text());
        }
        throw new AssertionError(error);
    }

    /**
     * The switch has no default, so that a new code does not compile without a text.
     *
     * @param serverTime the time of the error message by the server's clock
     * @param now the time of its arrival by the client's clock
     */
    private static Explanation ofServerError(ErrorCode code, CallContext context, Instant serverTime, Instant now) {
        String server = context.server().id();
        String client = quoted(context.client());
        String target = quoted(context.target());
        return switch (code) {
            case KDC_ERR_C_PRINCIPAL_UNKNOWN ->
                new Explanation(
                        REFUSED,
                        "the realm knows no user " + client,
                        "check the name, or add it with hallpass user add " + asArgument(context.client()));
            case KDC_ERR_S_PRINCIPAL_UNKNOWN ->
                new Explanation(
                        REFUSED,
                        "the realm knows no service " + target,
                        context.target().startsWith("krbtgt/")
                                ? "check the realm's name in realm.toml: the server has another one"
                                : "check the name, or add it with hallpass service add "
                                        + asArgument(context.target()));
            case KDC_ERR_PREAUTH_FAILED -> wrongPassword(context.client());
            case KDC_ERR_PREAUTH_REQUIRED ->
                new Explanation(
                        PROTOCOL,
                        server + " gives tickets only to who shows first that it knows its key",
                        "use the realm.toml that the server uses, so that both have the same guards");
            case KDC_ERR_PADATA_TYPE_NOSUPP ->
                new Explanation(
                        PROTOCOL,
                        server + " takes no pre-authentication",
                        "use the realm.toml that the server uses, so that both have the same profile");
            case KDC_ERR_CLIENT_REVOKED ->
                new Explanation(
                        REFUSED,
                        "the account of " + client + " was removed",
                        "use another one, or have it added again with hallpass user add "
                                + asArgument(context.client()));
            case KDC_ERR_ETYPE_NOSUPP ->
                new Explanation(
                        REFUSED,
                        "the key of " + client + " or of " + target
                                + " was made for another cipher than the realm has now",
                        "have the administrator give it a new one, with hallpass user or hallpass service, or make the realm anew with its guards");
            case KDC_ERR_TGT_REVOKED ->
                new Explanation(
                        NOT_LOGGED_IN,
                        "the ticket is older than the account of " + client,
                        "log in again with " + loginCommand(context));
            case KRB_AP_ERR_BAD_INTEGRITY ->
                new Explanation(
                        PROTOCOL,
                        server + " cannot open what it was sent with the key that it should be under",
                        authenticateAgain(context) + ", for the realm's keys may be new" + TAMPERING_HINT);
            case KRB_AP_ERR_TKT_EXPIRED ->
                new Explanation(NOT_LOGGED_IN, "the ticket has expired", "log in again with " + loginCommand(context));
            case KRB_AP_ERR_TKT_NYV ->
                new Explanation(
                        CLOCK_SKEW,
                        "the ticket is not valid yet, by the clock of " + server + " (" + HumanTime.format(serverTime)
                                + ")",
                        "set the clocks of " + server + " and of the server that issued it alike");
            case KRB_AP_ERR_REPEAT ->
                new Explanation(
                        REFUSED,
                        context.serverAndAddress() + " has had this very request before, and takes each one once",
                        "try again: a new request is made each time" + TAMPERING_HINT);
            case KRB_AP_ERR_NOT_US ->
                new Explanation(
                        PROTOCOL,
                        "the ticket is for another server than " + context.serverAndAddress(),
                        "name the service that answers there with --service, or check the addresses in realm.toml");
            case KRB_AP_ERR_BADMATCH ->
                new Explanation(
                        PROTOCOL,
                        server + " finds that the ticket and what came with it do not match",
                        authenticateAgain(context) + TAMPERING_HINT);
            case KRB_AP_ERR_SKEW -> clockSkew(server, serverTime, now);
            case KRB_AP_ERR_BADADDR ->
                new Explanation(
                        NOT_LOGGED_IN,
                        "what " + server + " was sent names another network address than this one",
                        authenticateAgain(context) + " from here");
            case KRB_AP_ERR_MSG_TYPE ->
                new Explanation(
                        PROTOCOL,
                        context.serverAndAddress() + " does not answer this kind of message",
                        "check in realm.toml that the address is that of " + server);
            case KRB_AP_ERR_MODIFIED ->
                new Explanation(
                        PROTOCOL,
                        server + " opened a part of the message and found something else than it should hold",
                        authenticateAgain(context) + TAMPERING_HINT);
            case KRB_ERR_GENERIC ->
                new Explanation(
                        UNAVAILABLE,
                        context.serverAndAddress() + " failed",
                        "look into its log for the reason, then try again");
            case KRB_ERR_FIELD_TOOLONG ->
                new Explanation(
                        PROTOCOL,
                        "something in the message is longer than " + server + " takes",
                        "use a shorter name or a shorter request");
            case HP_ERR_MALFORMED ->
                new Explanation(
                        PROTOCOL,
                        context.serverAndAddress() + " cannot read the message",
                        "try again, and check that client and server are of the same version" + TAMPERING_HINT);
            case HP_ERR_BUSY ->
                new Explanation(
                        UNAVAILABLE,
                        context.serverAndAddress() + " has as much to do as it can",
                        "try again in a moment");
            case HP_ERR_UNAVAILABLE ->
                new Explanation(
                        UNAVAILABLE,
                        context.serverAndAddress() + " cannot reach something that it needs, and has done nothing",
                        "try again in a moment; its log says what it lacks");
            case HP_ERR_NOT_ACCEPTED ->
                new Explanation(
                        PROTOCOL,
                        context.serverAndAddress() + " does not accept what it was sent, and does not say why",
                        authenticateAgain(context) + clockHint(serverTime, now) + TAMPERING_HINT);
            case HP_ERR_TICKET_NOT_FRESH ->
                new Explanation(
                        NOT_LOGGED_IN,
                        "the token was too old to update a key with, and the key is unchanged",
                        "type hallpass passwd again");
            case HP_ERR_KEY_CHANGED ->
                new Explanation(
                        REFUSED,
                        "the key of " + client + " was updated by somebody else at the same time",
                        "log in with the newest password, and type hallpass passwd again if it is still needed");
            case HP_ERR_NAME_NOT_ALLOWED ->
                new Explanation(
                        REFUSED, "the name " + client + " cannot be registered with " + server, "choose another name");
            case HP_ERR_NOT_REGISTERED ->
                new Explanation(
                        UNAVAILABLE,
                        server + " has no certificate yet, for it waits for its authority",
                        "start the authority with scripts/ca-server.sh, then try again");
            case HP_ERR_NO_SESSION ->
                new Explanation(
                        NOT_LOGGED_IN,
                        server + " has no session for " + client,
                        "register with " + registerCommand(context));
            case HP_ERR_SESSION_EXPIRED ->
                new Explanation(
                        NOT_LOGGED_IN,
                        "the session of " + client + " has expired",
                        "register again with " + registerCommand(context));
            case HP_ERR_CERTIFICATE_UNREADABLE ->
                badCertificate("what " + context.serverAndAddress() + " showed is no X.509 certificate", context);
            case HP_ERR_CERTIFICATE_SIGNATURE ->
                badCertificate(
                        "the certificate of " + context.serverAndAddress() + " was not signed by the realm's authority",
                        context);
            case HP_ERR_CERTIFICATE_ISSUER ->
                badCertificate(
                        "the certificate of " + context.serverAndAddress() + " was issued by another authority",
                        context);
            case HP_ERR_CERTIFICATE_NAME ->
                badCertificate(
                        "the certificate of " + context.serverAndAddress() + " is for another name than " + target,
                        context);
            case HP_ERR_CERTIFICATE_KEY ->
                badCertificate(
                        "the key of " + context.serverAndAddress() + " is not one that the authority certified for it",
                        context);
            case HP_ERR_CERTIFICATE_EXPIRED ->
                new Explanation(
                        PROTOCOL,
                        "the certificate of " + context.serverAndAddress() + " has expired",
                        "check this machine's clock (" + HumanTime.format(now)
                                + "), and with hallpass status what keeps app from renewing it");
            case HP_ERR_CERTIFICATE_NYV ->
                new Explanation(
                        CLOCK_SKEW,
                        "the certificate of " + context.serverAndAddress() + " is not valid yet",
                        "check this machine's clock (" + HumanTime.format(now) + ")");
            case HP_ERR_CERTIFICATE_REVOKED ->
                new Explanation(
                        REVOKED,
                        "the certificate of " + context.serverAndAddress() + " was revoked",
                        "do not use this server until whoever runs it has it registered anew, with hallpass app enrol");
            case HP_ERR_REVOCATION_UNKNOWN ->
                new Explanation(
                        REVOKED,
                        "whether the certificate of " + target + " was revoked cannot be told",
                        "do not use it; hallpass ca list, on the authority's machine, shows what was issued");
            case HP_ERR_REVOCATION_SIGNATURE ->
                new Explanation(
                        REVOKED,
                        "what " + context.serverAndAddress()
                                + " says of revoked certificates is not signed by the realm's authority",
                        "check in realm.toml that the address is that of ca; if the realm was made anew, take the new client/ca.crt");
            case HP_ERR_REVOCATION_STALE ->
                new Explanation(
                        REVOKED,
                        "what " + context.serverAndAddress() + " says of revoked certificates is out of date",
                        "check this machine's clock (" + HumanTime.format(now)
                                + ") and that of ca with hallpass status");
            case HP_ERR_REVOCATION_NYV ->
                new Explanation(
                        CLOCK_SKEW,
                        "what " + context.serverAndAddress() + " says of revoked certificates is not valid yet",
                        "check this machine's clock (" + HumanTime.format(now)
                                + ") and that of ca with hallpass status");
            case HP_ERR_ENROLMENT_TOKEN ->
                new Explanation(
                        REFUSED,
                        server + " awaits another enrolment token for " + target,
                        "have a new one made with hallpass app enrol");
            case HP_ERR_CERTIFICATE_REQUEST ->
                new Explanation(
                        PROTOCOL,
                        server + " found no good request for a certificate beside the registration of " + target,
                        "use the realm.toml that the server uses, so that both have the same guards" + TAMPERING_HINT);
            case HP_ERR_TRANSCRIPT ->
                badCertificate(context.serverAndAddress() + " did not sign what was asked and answered here", context);
            case HP_ERR_CLIENT_PROOF ->
                new Explanation(
                        REFUSED,
                        server + " wants proof that the name " + client + " is yours",
                        "use its own certificate; hallpass ca issue-client " + asArgument(context.client())
                                + " issues one");
            case HP_ERR_NO_SUCH_RESOURCE ->
                new Explanation(
                        NOT_SERVED,
                        "there is no resource " + target,
                        "see which ones there are with " + requestCommand(context) + " resources");
            case HP_ERR_BAD_ARGUMENTS ->
                new Explanation(
                        NOT_SERVED,
                        "the resource " + target + " cannot be asked in this way",
                        "see the examples in " + requestCommand(context) + " --help");
            case HP_ERR_NO_SUCH_NOTE ->
                new Explanation(
                        NOT_SERVED,
                        "you have no note of this name",
                        "see which ones you have with " + requestCommand(context) + " notes list");
            case HP_ERR_QUOTA ->
                new Explanation(
                        NOT_SERVED,
                        "there is no room for more notes, or for one so long",
                        "remove one with " + requestCommand(context) + " notes remove NAME, or write less");
        };
    }

    /** Errors that the client found in a reply; most codes read as those of a server. */
    private static Explanation ofFailedCheck(ErrorCode code, String reason, CallContext context, Instant now) {
        return switch (code) {
            case KRB_AP_ERR_BAD_INTEGRITY, KRB_AP_ERR_MODIFIED ->
                new Explanation(
                        PROTOCOL,
                        "the reply of " + context.serverAndAddress() + " is not the answer to what was asked ("
                                + PrintableText.escape(reason) + ")",
                        "try again" + TAMPERING_HINT);
            case KRB_AP_ERR_SKEW ->
                new Explanation(
                        CLOCK_SKEW,
                        "the reply of " + context.serverAndAddress()
                                + " carries a time that is too far from this machine's (" + PrintableText.escape(reason)
                                + ")",
                        "set both clocks right, then try again" + TAMPERING_HINT);
            case HP_ERR_CERTIFICATE_EXPIRED,
                    HP_ERR_CERTIFICATE_NYV,
                    HP_ERR_CERTIFICATE_REVOKED,
                    HP_ERR_REVOCATION_UNKNOWN,
                    HP_ERR_REVOCATION_STALE,
                    HP_ERR_REVOCATION_NYV -> withReason(ofServerError(code, context, now, now), reason);
            default -> ofServerError(code, context, now, now);
        };
    }

    /** Adds the details: both times, or which certificate. */
    private static Explanation withReason(Explanation error, String reason) {
        return new Explanation(
                error.exit(), error.problem() + " (" + PrintableText.escape(reason) + ")", error.nextStep());
    }

    private static Explanation wrongPassword(String client) {
        return new Explanation(
                REFUSED,
                "the password is not the one of " + quoted(client),
                "type it again with " + loginCommand(client));
    }

    /** The realm reports unknown users and wrong passwords alike. */
    private static Explanation wrongUserOrPassword(String client) {
        return new Explanation(
                REFUSED,
                "either the realm has no user " + quoted(client) + ", or this is not the password",
                "check both, and type it again with " + loginCommand(client));
    }

    private static Explanation kdcNotVerified(String host, String reason) {
        return new Explanation(
                PROTOCOL,
                "whoever answered is not the realm's KDC: it does not have the key of " + PrintableText.escape(host)
                        + " (" + PrintableText.escape(reason) + ")",
                "check where realm.toml leads; if that key was rolled, put the new one into client/host.keys");
    }

    /** @param failedReplicas the number of replicas that were tried before this one */
    private static Explanation unreachable(CallContext context, String reason, int failedReplicas) {
        return new Explanation(
                UNAVAILABLE,
                context.server().id() + " cannot be asked"
                        + (failedReplicas == 0 ? "" : " at any of its " + (failedReplicas + 1) + " addresses"),
                PrintableText.escape(reason) + " (" + startHint(context) + ")");
    }

    private static String startHint(CallContext context) {
        return context.routed()
                ? "realm.toml routes it through there; that is started with scripts/adversary.sh, or left out with hallpass"
                        + " realm routes direct"
                : "it is started with scripts/" + context.server().id() + "-server.sh";
    }

    private static Explanation unreadable(CallContext context, String problem) {
        return new Explanation(
                PROTOCOL,
                "the reply of " + context.serverAndAddress() + " is no Hallpass message that fits ("
                        + PrintableText.escape(problem) + ")",
                "check in realm.toml that the address is that of "
                        + context.server().id() + TAMPERING_HINT);
    }

    /** The request was sent, and no valid reply arrived. */
    private static Explanation unknownKeyUpdateOutcome(Explanation cause, String client) {
        return new Explanation(
                cause.exit(),
                cause.problem() + ", and whether the key was changed is not known",
                "try the new password with " + loginCommand(client) + ", then the old");
    }

    /** Fails closed: without a status, the certificate is not used. */
    private static Explanation revocationUnknown(Explanation cause, String server) {
        return new Explanation(
                cause.exit(),
                "whether the certificate of " + quoted(server) + " was revoked cannot be told, and so it is not used: "
                        + cause.problem(),
                cause.nextStep());
    }

    private static Explanation noHostKey(Path keytab) {
        return new Explanation(
                LOCAL_FILES,
                "this machine has no key to check the KDC by",
                "have the administrator make one with hallpass service add host/NAME --key-table " + keytab);
    }

    private static Explanation requestTooLong(int size, int limit) {
        return new Explanation(
                USAGE,
                "the request is " + size + " bytes long, and at most " + limit + " fit one message",
                "write less, or in several pieces");
    }

    private static Explanation clockSkew(String server, Instant serverTime, Instant now) {
        return new Explanation(
                CLOCK_SKEW,
                "the clocks are " + HumanTime.formatDifference(serverTime, now) + " apart: " + server + " has "
                        + HumanTime.format(serverTime) + ", and this machine has " + HumanTime.format(now),
                "set the wrong one right (with hallpass status you see which), or leave out --clock-offset");
    }

    /**
     * A server that does not state its reason may have another time; its message contains that
     * time.
     */
    private static String clockHint(Instant serverTime, Instant now) {
        return Duration.between(serverTime, now).abs().compareTo(NOTABLE_CLOCK_DIFFERENCE) < 0
                ? ""
                : ", and set the clocks alike, which are " + HumanTime.formatDifference(serverTime, now) + " apart";
    }

    private static Explanation badCertificate(String problem, CallContext context) {
        return new Explanation(
                PROTOCOL,
                problem,
                "do not use this server; if the realm was made anew, start "
                        + context.server().id() + " and ca again and take the new client/ca.crt");
    }

    private static String authenticateAgain(CallContext context) {
        return context.server() == Party.APP
                ? "register again with " + registerCommand(context)
                : "log in again with " + loginCommand(context);
    }

    private static String loginCommand(CallContext context) {
        return loginCommand(context.client());
    }

    private static String loginCommand(String client) {
        return "hallpass login " + asArgument(client);
    }

    private static String registerCommand(CallContext context) {
        return "hallpass pki register " + asArgument(context.client());
    }

    private static String requestCommand(CallContext context) {
        return context.server() == Party.APP ? "hallpass pki request" : "hallpass request";
    }

    private static String quoted(String text) {
        return '"' + PrintableText.escape(text) + '"';
    }

    /** A name as an argument of a command, or a placeholder if there is none. */
    private static String asArgument(String name) {
        return name.isEmpty() ? "NAME" : PrintableText.escape(name);
    }
}

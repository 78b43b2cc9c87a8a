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
import hallpass.client.ClientError.BadPassword;
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
import hallpass.console.NextSteps;
import hallpass.message.ErrorCode;
import hallpass.message.Party;
import hallpass.trace.PrintableText;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Maps each error of the client library to an exit code, a sentence and a next step. */
final class ClientErrorTable {
    private static final String TAMPERING_HINT = "; if the error persists, someone may be tampering with messages";

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
        } else if (error instanceof BadPassword e) {
            return new Explanation(USAGE, e.problem(), "use another password");
        } else if (error instanceof NoHostKey e) {
            return noHostKey(e.keytab());
        } else if (error instanceof UnusableFile e) {
            return ErrorTable.explain(e.cause());
        } else if (error instanceof ServerUnreachable e) {
            return unreachable(e.call(), NextSteps.of(e.cause()), e.failedReplicas());
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
                        "the realm has no user " + client,
                        "check the name, or add it with hallpass user add " + asArgument(context.client()));
            case KDC_ERR_S_PRINCIPAL_UNKNOWN ->
                new Explanation(
                        REFUSED,
                        "the realm has no service " + target,
                        context.target().startsWith("krbtgt/")
                                ? "check the realm name in realm.toml: the server has a different one"
                                : "check the name, or add it with hallpass service add "
                                        + asArgument(context.target()));
            case KDC_ERR_PREAUTH_FAILED -> wrongPassword(context.client());
            case KDC_ERR_PREAUTH_REQUIRED ->
                new Explanation(
                        PROTOCOL,
                        server + " requires pre-authentication",
                        "use the realm.toml of the server: both sides need the same guards");
            case KDC_ERR_PADATA_TYPE_NOSUPP ->
                new Explanation(
                        PROTOCOL,
                        server + " does not support pre-authentication",
                        "use the realm.toml of the server: both sides need the same profile");
            case KDC_ERR_CLIENT_REVOKED ->
                new Explanation(
                        REFUSED,
                        "the account of " + client + " was removed",
                        "use another account, or have this one added again with hallpass user add "
                                + asArgument(context.client()));
            case KDC_ERR_ETYPE_NOSUPP ->
                new Explanation(
                        REFUSED,
                        "the key of " + client + " or " + target
                                + " belongs to a different cipher suite than the realm uses",
                        "have the administrator set a new one with hallpass user or hallpass service, or recreate the"
                                + " realm with these guards");
            case KDC_ERR_TGT_REVOKED ->
                new Explanation(
                        NOT_LOGGED_IN,
                        "the ticket is older than the account of " + client,
                        "log in again with " + loginCommand(context));
            case KRB_AP_ERR_BAD_INTEGRITY ->
                new Explanation(
                        PROTOCOL,
                        server + " cannot decrypt a part of the message with the expected key",
                        authenticateAgain(context) + ", because the realm's keys may have changed" + TAMPERING_HINT);
            case KRB_AP_ERR_TKT_EXPIRED ->
                new Explanation(NOT_LOGGED_IN, "the ticket has expired", "log in again with " + loginCommand(context));
            case KRB_AP_ERR_TKT_NYV ->
                new Explanation(
                        CLOCK_SKEW,
                        "the ticket is not valid yet by the clock of " + server + " (" + HumanTime.format(serverTime)
                                + ")",
                        "synchronize the clocks of " + server + " and of the server that issued the ticket, then"
                                + " log in again with " + loginCommand(context));
            case KRB_AP_ERR_REPEAT ->
                new Explanation(
                        REFUSED,
                        context.serverAndAddress() + " has already accepted this request",
                        "try again: each attempt is a new request" + TAMPERING_HINT);
            case KRB_AP_ERR_NOT_US ->
                new Explanation(
                        PROTOCOL,
                        "the ticket is not for " + context.serverAndAddress(),
                        "select the right service with --service, or check the addresses in realm.toml");
            case KRB_AP_ERR_BADMATCH ->
                new Explanation(
                        PROTOCOL,
                        server + " found that the ticket and the rest of the message do not match",
                        authenticateAgain(context) + TAMPERING_HINT);
            case KRB_AP_ERR_SKEW -> clockSkew(server, serverTime, now);
            case KRB_AP_ERR_BADADDR ->
                new Explanation(
                        NOT_LOGGED_IN,
                        "the message to " + server + " contains a network address that is not its sender's",
                        authenticateAgain(context) + " from here");
            case KRB_AP_ERR_MSG_TYPE ->
                new Explanation(
                        PROTOCOL,
                        context.serverAndAddress() + " does not accept this type of message",
                        "check the address in realm.toml: it must be that of " + server);
            case KRB_AP_ERR_MODIFIED ->
                new Explanation(
                        PROTOCOL,
                        server + " decrypted a part of the message and found unexpected content",
                        authenticateAgain(context) + TAMPERING_HINT);
            case KRB_ERR_GENERIC ->
                new Explanation(UNAVAILABLE, context.serverAndAddress() + " failed", "check its log, then try again");
            case KRB_ERR_FIELD_TOOLONG ->
                new Explanation(
                        PROTOCOL,
                        "a field of the message is too long for " + server,
                        "use a shorter name or a shorter request");
            case HP_ERR_MALFORMED ->
                new Explanation(
                        PROTOCOL,
                        context.serverAndAddress() + " cannot decode the message",
                        "try again, and check that client and server have the same version" + TAMPERING_HINT);
            case HP_ERR_BUSY ->
                new Explanation(UNAVAILABLE, context.serverAndAddress() + " is busy", "try again in a moment");
            case HP_ERR_UNAVAILABLE ->
                new Explanation(
                        UNAVAILABLE,
                        context.serverAndAddress()
                                + " cannot reach its database or another server; the request was not executed",
                        "try again in a moment; its log has the reason");
            case HP_ERR_NOT_ACCEPTED ->
                new Explanation(
                        PROTOCOL,
                        context.serverAndAddress() + " refuses the message without a reason",
                        authenticateAgain(context) + clockHint(serverTime, now) + TAMPERING_HINT);
            case HP_ERR_TICKET_NOT_FRESH ->
                new Explanation(
                        NOT_LOGGED_IN,
                        "the token is too old for a key update, and the key is unchanged",
                        "run hallpass passwd again");
            case HP_ERR_KEY_CHANGED ->
                new Explanation(
                        REFUSED,
                        "the key of " + client + " was updated concurrently",
                        "log in with the newest password, and run hallpass passwd again if necessary");
            case HP_ERR_NAME_NOT_ALLOWED ->
                new Explanation(
                        REFUSED, "the name " + client + " cannot be registered with " + server, "choose another name");
            case HP_ERR_NOT_REGISTERED ->
                new Explanation(
                        UNAVAILABLE,
                        server + " has no certificate yet: it is waiting for the CA",
                        "start the CA with scripts/ca-server.sh, then try again");
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
                badCertificate(context.serverAndAddress() + " did not send an X.509 certificate", context);
            case HP_ERR_CERTIFICATE_SIGNATURE ->
                badCertificate(
                        "the certificate of " + context.serverAndAddress()
                                + " has no valid signature of the realm's CA",
                        context);
            case HP_ERR_CERTIFICATE_ISSUER ->
                badCertificate("the certificate of " + context.serverAndAddress() + " has another issuer", context);
            case HP_ERR_CERTIFICATE_NAME ->
                badCertificate(
                        "the certificate of " + context.serverAndAddress() + " does not have the name " + target,
                        context);
            case HP_ERR_CERTIFICATE_KEY ->
                badCertificate("the key of " + context.serverAndAddress() + " is not the certified one", context);
            case HP_ERR_CERTIFICATE_EXPIRED ->
                new Explanation(
                        PROTOCOL,
                        "the certificate of " + context.serverAndAddress() + " has expired",
                        "check this machine's clock (" + HumanTime.format(now)
                                + "), and check with hallpass status why app has not renewed it");
            case HP_ERR_CERTIFICATE_NYV ->
                new Explanation(
                        CLOCK_SKEW,
                        "the certificate of " + context.serverAndAddress() + " is not valid yet",
                        "check this machine's clock (" + HumanTime.format(now)
                                + "); if it is right, request a new certificate with hallpass app enrol");
            case HP_ERR_CERTIFICATE_REVOKED ->
                new Explanation(
                        REVOKED,
                        "the certificate of " + context.serverAndAddress() + " was revoked",
                        "do not use this server until its operator enrols it again with hallpass app enrol");
            case HP_ERR_REVOCATION_UNKNOWN ->
                new Explanation(
                        REVOKED,
                        "the revocation status of the certificate of " + target + " is unknown",
                        "do not use the certificate; hallpass ca list, on the CA's machine, lists the issued ones");
            case HP_ERR_REVOCATION_SIGNATURE ->
                new Explanation(
                        REVOKED,
                        "the revocation data of " + context.serverAndAddress()
                                + " has no valid signature of the realm's CA",
                        "check the address of ca in realm.toml; if the realm was recreated, copy the new"
                                + " client/ca.crt");
            case HP_ERR_REVOCATION_STALE ->
                new Explanation(
                        REVOKED,
                        "the revocation data of " + context.serverAndAddress() + " is out of date",
                        "check this machine's clock (" + HumanTime.format(now)
                                + ") and the clock of ca with hallpass status");
            case HP_ERR_REVOCATION_NYV ->
                new Explanation(
                        CLOCK_SKEW,
                        "the revocation data of " + context.serverAndAddress() + " is not valid yet",
                        "check this machine's clock (" + HumanTime.format(now)
                                + ") and the clock of ca with hallpass status");
            case HP_ERR_ENROLMENT_TOKEN ->
                new Explanation(
                        REFUSED,
                        server + " expects another enrolment token for " + target,
                        "create a new token with hallpass app enrol");
            case HP_ERR_CERTIFICATE_REQUEST ->
                new Explanation(
                        PROTOCOL,
                        server + " found no valid certificate request in the registration of " + target,
                        "use the realm.toml of the server: both sides need the same guards" + TAMPERING_HINT);
            case HP_ERR_TRANSCRIPT ->
                badCertificate(context.serverAndAddress() + " did not sign this exchange", context);
            case HP_ERR_CLIENT_PROOF ->
                new Explanation(
                        REFUSED,
                        server + " requires a proof that you own the name " + client,
                        "use a certificate for this name; hallpass ca issue-client " + asArgument(context.client())
                                + " issues it");
            case HP_ERR_NO_SUCH_RESOURCE ->
                new Explanation(
                        NOT_SERVED,
                        "there is no resource " + target,
                        "list the resources with " + requestCommand(context) + " resources");
            case HP_ERR_BAD_ARGUMENTS ->
                new Explanation(
                        NOT_SERVED,
                        "wrong arguments for the resource " + target,
                        "see the examples in " + requestCommand(context) + " --help");
            case HP_ERR_NO_SUCH_NOTE ->
                new Explanation(
                        NOT_SERVED,
                        "you have no note with this name",
                        "list your notes with " + requestCommand(context) + " notes list");
            case HP_ERR_QUOTA ->
                new Explanation(
                        NOT_SERVED,
                        "too many notes, or the note is too long",
                        "remove a note with " + requestCommand(context) + " notes remove NAME, or shorten the note");
        };
    }

    /** Errors that the client found in a reply; most codes read as those of a server. */
    private static Explanation ofFailedCheck(ErrorCode code, String reason, CallContext context, Instant now) {
        return switch (code) {
            case KRB_AP_ERR_BAD_INTEGRITY, KRB_AP_ERR_MODIFIED ->
                new Explanation(
                        PROTOCOL,
                        "the reply of " + context.serverAndAddress() + " does not belong to the request ("
                                + PrintableText.escape(reason) + ")",
                        "try again" + TAMPERING_HINT);
            case KRB_AP_ERR_SKEW ->
                new Explanation(
                        CLOCK_SKEW,
                        "the reply of " + context.serverAndAddress()
                                + " has a time too far from this machine's (" + PrintableText.escape(reason)
                                + ")",
                        "correct both clocks, then try again" + TAMPERING_HINT);
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
                REFUSED, "the password of " + quoted(client) + " is wrong", "try again with " + loginCommand(client));
    }

    /** The realm reports unknown users and wrong passwords alike. */
    private static Explanation wrongUserOrPassword(String client) {
        return new Explanation(
                REFUSED,
                "the user " + quoted(client) + " does not exist, or the password is wrong",
                "check both, and try again with " + loginCommand(client));
    }

    private static Explanation kdcNotVerified(String host, String reason) {
        return new Explanation(
                PROTOCOL,
                "the server is not the realm's KDC: it does not have the key of " + PrintableText.escape(host) + " ("
                        + PrintableText.escape(reason) + ")",
                "check the addresses in realm.toml; if the key was rolled over, put the new one into client/host.keys");
    }

    /** @param failedReplicas the number of replicas that were tried before this one */
    private static Explanation unreachable(CallContext context, String reason, int failedReplicas) {
        return new Explanation(
                UNAVAILABLE,
                context.server().id() + " is unreachable"
                        + (failedReplicas == 0 ? "" : " at all its " + (failedReplicas + 1) + " addresses"),
                PrintableText.escape(reason) + " (" + startHint(context) + ")");
    }

    private static String startHint(CallContext context) {
        return context.routed()
                ? "realm.toml routes it through the adversary; start that with scripts/adversary.sh, or bypass it"
                        + " with hallpass realm routes direct"
                : "script: scripts/" + context.server().id() + "-server.sh";
    }

    private static Explanation unreadable(CallContext context, String problem) {
        return new Explanation(
                PROTOCOL,
                "the reply of " + context.serverAndAddress() + " is not a valid message ("
                        + PrintableText.escape(problem) + ")",
                "check the address in realm.toml: it must be that of "
                        + context.server().id() + TAMPERING_HINT);
    }

    /** The request was sent, and no valid reply arrived. */
    private static Explanation unknownKeyUpdateOutcome(Explanation cause, String client) {
        return new Explanation(
                cause.exit(),
                cause.problem() + ", and it is unknown whether the key was changed",
                "try the new password with " + loginCommand(client) + ", then the old one");
    }

    /** Fails closed: without a status, the certificate is not used. */
    private static Explanation revocationUnknown(Explanation cause, String server) {
        return new Explanation(
                cause.exit(),
                "the revocation status of the certificate of " + quoted(server) + " is unknown, and it is not used: "
                        + cause.problem(),
                cause.nextStep());
    }

    private static Explanation noHostKey(Path keytab) {
        return new Explanation(
                LOCAL_FILES,
                "this machine has no key to verify the KDC with",
                "ask the administrator to create one with hallpass service add host/NAME --keytab " + keytab);
    }

    private static Explanation requestTooLong(int size, int limit) {
        return new Explanation(
                USAGE,
                "the request is " + size + " bytes long, and at most " + limit + " bytes fit one message",
                "shorten or split the request");
    }

    private static Explanation clockSkew(String server, Instant serverTime, Instant now) {
        return new Explanation(
                CLOCK_SKEW,
                "the clocks are " + HumanTime.formatDifference(serverTime, now) + " apart: " + server + " has "
                        + HumanTime.format(serverTime) + ", and this machine has " + HumanTime.format(now),
                "correct the wrong one (hallpass status shows which), or omit --clock-offset");
    }

    /**
     * A server that does not state its reason may have another time; its message contains that
     * time.
     */
    private static String clockHint(Instant serverTime, Instant now) {
        return Duration.between(serverTime, now).abs().compareTo(NOTABLE_CLOCK_DIFFERENCE) < 0
                ? ""
                : ", and synchronize the clocks, which are " + HumanTime.formatDifference(serverTime, now) + " apart";
    }

    private static Explanation badCertificate(String problem, CallContext context) {
        return new Explanation(
                PROTOCOL,
                problem,
                "do not use this server; if the realm was recreated, restart "
                        + context.server().id() + " and ca, and copy the new client/ca.crt");
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

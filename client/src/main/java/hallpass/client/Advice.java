package hallpass.client;

import static hallpass.client.ExitCode.CLOCK;
import static hallpass.client.ExitCode.FAULT;
import static hallpass.client.ExitCode.NOT_LOGGED_IN;
import static hallpass.client.ExitCode.NOT_SERVED;
import static hallpass.client.ExitCode.PROTOCOL;
import static hallpass.client.ExitCode.REFUSED;
import static hallpass.client.ExitCode.REVOKED;
import static hallpass.client.ExitCode.UNAVAILABLE;

import hallpass.message.ErrorCode;
import hallpass.trace.Party;
import hallpass.trace.Printable;
import java.time.Duration;
import java.time.Instant;

/**
 * What an error code means to the person who typed the command, and what they can do about it: the one table of it.
 *
 * @param happened what happened
 * @param next what to do next; empty if that is said already
 */
record Advice(ExitCode exit, String happened, String next) {
    private static final String TAMPERING = "; if it happens again, somebody edits messages on the way";

    /** Between two clocks. */
    private static final Duration NOTABLE = Duration.ofMinutes(1);

    String sentence() {
        return next.isEmpty() ? happened : happened + ": " + next;
    }

    /**
     * A switch without a default: a code without a sentence does not compile.
     *
     * @param serverTime by the clock of whoever refused
     * @param now by our own
     */
    static Advice on(ErrorCode code, Matter matter, Instant serverTime, Instant now) {
        String server = matter.server().id();
        String who = quoted(matter.who());
        String what = quoted(matter.what());
        return switch (code) {
            case KDC_ERR_C_PRINCIPAL_UNKNOWN ->
                new Advice(
                        REFUSED,
                        "the realm knows no user " + who,
                        "check the name, or add it with hallpass user add " + plain(matter.who()));
            case KDC_ERR_S_PRINCIPAL_UNKNOWN ->
                new Advice(
                        REFUSED,
                        "the realm knows no service " + what,
                        matter.what().startsWith("krbtgt/")
                                ? "check the realm's name in realm.toml: the server has another one"
                                : "check the name, or add it with hallpass service add " + plain(matter.what()));
            case KDC_ERR_PREAUTH_FAILED -> wrongPassword(matter.who());
            case KDC_ERR_PREAUTH_REQUIRED ->
                new Advice(
                        PROTOCOL,
                        server + " gives tickets only to who shows first that it knows its key",
                        "use the realm.toml that the server uses, so that both have the same guards");
            case KDC_ERR_PADATA_TYPE_NOSUPP ->
                new Advice(
                        PROTOCOL,
                        server + " takes no pre-authentication",
                        "use the realm.toml that the server uses, so that both have the same profile");
            case KDC_ERR_CLIENT_REVOKED ->
                new Advice(
                        REFUSED,
                        "the account of " + who + " was removed",
                        "use another one, or have it added again with hallpass user add " + plain(matter.who()));
            case KDC_ERR_ETYPE_NOSUPP ->
                new Advice(
                        REFUSED,
                        "the key of " + who + " or of " + what + " was made for another cipher than the realm has now",
                        "have the administrator give it a new one, with hallpass user or hallpass service, or make the realm anew with its guards");
            case KDC_ERR_TGT_REVOKED ->
                new Advice(
                        NOT_LOGGED_IN,
                        "the ticket is older than the account of " + who,
                        "log in again with " + login(matter));
            case KRB_AP_ERR_BAD_INTEGRITY ->
                new Advice(
                        PROTOCOL,
                        server + " cannot open what it was sent with the key that it should be under",
                        startAgain(matter) + ", for the realm's keys may be new" + TAMPERING);
            case KRB_AP_ERR_TKT_EXPIRED ->
                new Advice(NOT_LOGGED_IN, "the ticket has expired", "log in again with " + login(matter));
            case KRB_AP_ERR_TKT_NYV ->
                new Advice(
                        CLOCK,
                        "the ticket is not valid yet, by the clock of " + server + " (" + Clocks.shown(serverTime)
                                + ")",
                        "set the clocks of " + server + " and of the server that issued it alike");
            case KRB_AP_ERR_REPEAT ->
                new Advice(
                        REFUSED,
                        matter.place() + " has had this very request before, and takes each one once",
                        "try again: a new request is made each time" + TAMPERING);
            case KRB_AP_ERR_NOT_US ->
                new Advice(
                        PROTOCOL,
                        "the ticket is for another server than " + matter.place(),
                        "name the service that answers there with --service, or check the addresses in realm.toml");
            case KRB_AP_ERR_BADMATCH ->
                new Advice(
                        PROTOCOL,
                        server + " finds that the ticket and what came with it do not match",
                        startAgain(matter) + TAMPERING);
            case KRB_AP_ERR_SKEW -> skew(server, serverTime, now);
            case KRB_AP_ERR_BADADDR ->
                new Advice(
                        NOT_LOGGED_IN,
                        "what " + server + " was sent names another network address than this one",
                        startAgain(matter) + " from here");
            case KRB_AP_ERR_MSG_TYPE ->
                new Advice(
                        PROTOCOL,
                        matter.place() + " does not answer this kind of message",
                        "check in realm.toml that the address is that of " + server);
            case KRB_AP_ERR_MODIFIED ->
                new Advice(
                        PROTOCOL,
                        server + " opened a part of the message and found something else than it should hold",
                        startAgain(matter) + TAMPERING);
            case KRB_ERR_GENERIC ->
                new Advice(UNAVAILABLE, matter.place() + " failed", "look into its log for the reason, then try again");
            case KRB_ERR_FIELD_TOOLONG ->
                new Advice(
                        PROTOCOL,
                        "something in the message is longer than " + server + " takes",
                        "use a shorter name or a shorter request");
            case HP_ERR_MALFORMED ->
                new Advice(
                        PROTOCOL,
                        matter.place() + " cannot read the message",
                        "try again, and check that client and server are of the same version" + TAMPERING);
            case HP_ERR_BUSY ->
                new Advice(UNAVAILABLE, matter.place() + " has as much to do as it can", "try again in a moment");
            case HP_ERR_UNAVAILABLE ->
                new Advice(
                        UNAVAILABLE,
                        matter.place() + " cannot reach something that it needs, and has done nothing",
                        "try again in a moment; its log says what it lacks");
            case HP_ERR_NOT_ACCEPTED ->
                new Advice(
                        PROTOCOL,
                        matter.place() + " does not accept what it was sent, and does not say why",
                        startAgain(matter) + differing(serverTime, now) + TAMPERING);
            case HP_ERR_TICKET_NOT_FRESH ->
                new Advice(
                        NOT_LOGGED_IN,
                        "the token was too old to update a key with, and the key is unchanged",
                        "type hallpass passwd again");
            case HP_ERR_KEY_CHANGED ->
                new Advice(
                        REFUSED,
                        "the key of " + who + " was updated by somebody else at the same time",
                        "log in with the newest password, and type hallpass passwd again if it is still needed");
            case HP_ERR_NAME_NOT_ALLOWED ->
                new Advice(REFUSED, "the name " + who + " cannot be registered with " + server, "choose another name");
            case HP_ERR_NOT_REGISTERED ->
                new Advice(
                        UNAVAILABLE,
                        server + " has no certificate yet, for it waits for its authority",
                        "start the authority with scripts/ca-server.sh, then try again");
            case HP_ERR_NO_SESSION ->
                new Advice(NOT_LOGGED_IN, server + " has no session for " + who, "register with " + register(matter));
            case HP_ERR_SESSION_EXPIRED ->
                new Advice(
                        NOT_LOGGED_IN,
                        "the session of " + who + " has expired",
                        "register again with " + register(matter));
            case HP_ERR_CERTIFICATE_UNREADABLE ->
                certificate("what " + matter.place() + " showed is no X.509 certificate", matter);
            case HP_ERR_CERTIFICATE_SIGNATURE ->
                certificate(
                        "the certificate of " + matter.place() + " was not signed by the realm's authority", matter);
            case HP_ERR_CERTIFICATE_ISSUER ->
                certificate("the certificate of " + matter.place() + " was issued by another authority", matter);
            case HP_ERR_CERTIFICATE_NAME ->
                certificate("the certificate of " + matter.place() + " is for another name than " + what, matter);
            case HP_ERR_CERTIFICATE_KEY ->
                certificate("the key of " + matter.place() + " is not one that the authority certified for it", matter);
            case HP_ERR_CERTIFICATE_EXPIRED ->
                new Advice(
                        PROTOCOL,
                        "the certificate of " + matter.place() + " has expired",
                        "check this machine's clock (" + Clocks.shown(now)
                                + "), and with hallpass status what keeps app from renewing it");
            case HP_ERR_CERTIFICATE_NYV ->
                new Advice(
                        CLOCK,
                        "the certificate of " + matter.place() + " is not valid yet",
                        "check this machine's clock (" + Clocks.shown(now) + ")");
            case HP_ERR_CERTIFICATE_REVOKED ->
                new Advice(
                        REVOKED,
                        "the certificate of " + matter.place() + " was revoked",
                        "do not use this server until whoever runs it has it registered anew, with hallpass app enrol");
            case HP_ERR_REVOCATION_UNKNOWN ->
                new Advice(
                        REVOKED,
                        "whether the certificate of " + what + " was revoked cannot be told",
                        "do not use it; hallpass ca list, on the authority's machine, shows what was issued");
            case HP_ERR_REVOCATION_SIGNATURE ->
                new Advice(
                        REVOKED,
                        "what " + matter.place()
                                + " says of revoked certificates is not signed by the realm's authority",
                        "check in realm.toml that the address is that of ca; if the realm was made anew, take the new client/ca.crt");
            case HP_ERR_REVOCATION_STALE ->
                new Advice(
                        REVOKED,
                        "what " + matter.place() + " says of revoked certificates is out of date",
                        "check this machine's clock (" + Clocks.shown(now) + ") and that of ca with hallpass status");
            case HP_ERR_REVOCATION_NYV ->
                new Advice(
                        CLOCK,
                        "what " + matter.place() + " says of revoked certificates is not valid yet",
                        "check this machine's clock (" + Clocks.shown(now) + ") and that of ca with hallpass status");
            case HP_ERR_ENROLMENT_TOKEN ->
                new Advice(
                        REFUSED,
                        server + " awaits another enrolment token for " + what,
                        "have a new one made with hallpass app enrol");
            case HP_ERR_CERTIFICATE_REQUEST ->
                new Advice(
                        PROTOCOL,
                        server + " found no good request for a certificate beside the registration of " + what,
                        "use the realm.toml that the server uses, so that both have the same guards" + TAMPERING);
            case HP_ERR_TRANSCRIPT ->
                certificate(matter.place() + " did not sign what was asked and answered here", matter);
            case HP_ERR_CLIENT_PROOF ->
                new Advice(
                        REFUSED,
                        server + " wants proof that the name " + who + " is yours",
                        "use its own certificate; hallpass ca issue-client " + plain(matter.who()) + " issues one");
            case HP_ERR_NO_SUCH_RESOURCE ->
                new Advice(
                        NOT_SERVED,
                        "there is no resource " + what,
                        "see which ones there are with " + request(matter) + " resources");
            case HP_ERR_BAD_ARGUMENTS ->
                new Advice(
                        NOT_SERVED,
                        "the resource " + what + " cannot be asked in this way",
                        "see the examples in " + request(matter) + " --help");
            case HP_ERR_NO_SUCH_NOTE ->
                new Advice(
                        NOT_SERVED,
                        "you have no note of this name",
                        "see which ones you have with " + request(matter) + " notes list");
            case HP_ERR_QUOTA ->
                new Advice(
                        NOT_SERVED,
                        "there is no room for more notes, or for one so long",
                        "remove one with " + request(matter) + " notes remove NAME, or write less");
        };
    }

    /** What our own checks found in a reply. The codes that a server may also send say the same in both cases. */
    static Advice onReply(ErrorCode code, String reason, Matter matter, Instant now) {
        return switch (code) {
            case KRB_AP_ERR_BAD_INTEGRITY, KRB_AP_ERR_MODIFIED ->
                new Advice(
                        PROTOCOL,
                        "the reply of " + matter.place() + " is not the answer to what was asked ("
                                + Printable.of(reason) + ")",
                        "try again" + TAMPERING);
            case KRB_AP_ERR_SKEW ->
                new Advice(
                        CLOCK,
                        "the reply of " + matter.place() + " carries a time that is too far from this machine's ("
                                + Printable.of(reason) + ")",
                        "set both clocks right, then try again" + TAMPERING);
            case HP_ERR_CERTIFICATE_EXPIRED,
                    HP_ERR_CERTIFICATE_NYV,
                    HP_ERR_CERTIFICATE_REVOKED,
                    HP_ERR_REVOCATION_UNKNOWN,
                    HP_ERR_REVOCATION_STALE,
                    HP_ERR_REVOCATION_NYV -> on(code, matter, now, now).because(reason);
            default -> on(code, matter, now, now);
        };
    }

    /** Where two times do not agree, both are shown; and of a certificate, which one and why. */
    private Advice because(String reason) {
        return new Advice(exit, happened + " (" + Printable.of(reason) + ")", next);
    }

    static Advice wrongPassword(String who) {
        return new Advice(REFUSED, "the password is not the one of " + quoted(who), "type it again with " + login(who));
    }

    /** Where a wrong password is all that is told, of a user who is not there, too. */
    static Advice noSuchLogin(String who) {
        return new Advice(
                REFUSED,
                "either the realm has no user " + quoted(who) + ", or this is not the password",
                "check both, and type it again with " + login(who));
    }

    static Advice notTheKdc(String host, String reason) {
        return new Advice(
                PROTOCOL,
                "whoever answered is not the realm's KDC: it does not have the key of " + Printable.of(host) + " ("
                        + Printable.of(reason) + ")",
                "check where realm.toml leads; if that key was rolled, put the new one into client/host.keys");
    }

    /**
     * @param sentence of the connection, which says what to do but not who it is
     * @param others how many servers of the kind could not be asked before this one
     */
    static Advice unreachable(Matter matter, String sentence, int others) {
        return new Advice(
                UNAVAILABLE,
                matter.server().id() + " cannot be asked"
                        + (others == 0 ? "" : " at any of its " + (others + 1) + " addresses"),
                Printable.of(sentence) + " (" + start(matter) + ")");
    }

    private static String start(Matter matter) {
        return matter.routed()
                ? "realm.toml routes it through there; that is started with scripts/adversary.sh, or left out with hallpass"
                        + " realm routes direct"
                : "it is started with " + matter.script();
    }

    static Advice unreadable(Matter matter, String problem) {
        return new Advice(
                PROTOCOL,
                "the reply of " + matter.place() + " is no Hallpass message that fits (" + Printable.of(problem) + ")",
                "check in realm.toml that the address is that of "
                        + matter.server().id() + TAMPERING);
    }

    /** The request for a key update left, and no good reply came back. */
    static Advice unsureKeyUpdate(Advice cause, String who) {
        return new Advice(
                cause.exit,
                cause.happened + ", and whether the key was changed is not known",
                "try the new password with " + login(who) + ", then the old");
    }

    /** Fails closed: a certificate that nobody can be asked after is not used. */
    static Advice revocationUnknown(Advice cause, String server) {
        return new Advice(
                cause.exit,
                "whether the certificate of " + quoted(server) + " was revoked cannot be told, and so it is not used: "
                        + cause.happened,
                cause.next);
    }

    static Advice fault(Throwable error) {
        return new Advice(
                FAULT,
                "hallpass itself failed (" + error.getClass().getSimpleName() + ")",
                "type the same with HALLPASS_DEBUG=1 in front, and report what it prints");
    }

    private static Advice skew(String server, Instant serverTime, Instant now) {
        return new Advice(
                CLOCK,
                "the clocks are " + Clocks.between(serverTime, now) + " apart: " + server + " has "
                        + Clocks.shown(serverTime) + ", and this machine has " + Clocks.shown(now),
                "set the wrong one right (with hallpass status you see which), or leave out --clock-offset");
    }

    /** What a server does not say may be that: its clock came with its refusal. */
    private static String differing(Instant serverTime, Instant now) {
        return Duration.between(serverTime, now).abs().compareTo(NOTABLE) < 0
                ? ""
                : ", and set the clocks alike, which are " + Clocks.between(serverTime, now) + " apart";
    }

    private static Advice certificate(String happened, Matter matter) {
        return new Advice(
                PROTOCOL,
                happened,
                "do not use this server; if the realm was made anew, start "
                        + matter.server().id() + " and ca again and take the new client/ca.crt");
    }

    private static String startAgain(Matter matter) {
        return matter.server() == Party.APP
                ? "register again with " + register(matter)
                : "log in again with " + login(matter);
    }

    private static String login(Matter matter) {
        return login(matter.who());
    }

    private static String login(String who) {
        return "hallpass login " + plain(who);
    }

    private static String register(Matter matter) {
        return "hallpass pki register " + plain(matter.who());
    }

    private static String request(Matter matter) {
        return matter.server() == Party.APP ? "hallpass pki request" : "hallpass request";
    }

    private static String quoted(String text) {
        return '"' + Printable.of(text) + '"';
    }

    /** As it is typed after a command; a name that was not given is left for the reader to fill in. */
    private static String plain(String name) {
        return name.isEmpty() ? "NAME" : Printable.of(name);
    }
}

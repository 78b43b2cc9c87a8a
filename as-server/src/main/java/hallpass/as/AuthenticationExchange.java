package hallpass.as;

import hallpass.crypto.Randomness;
import hallpass.crypto.SymmetricKey;
import hallpass.message.AsRep;
import hallpass.message.AsRepPart;
import hallpass.message.AsReq;
import hallpass.message.ErrorCode;
import hallpass.message.PreAuthenticationRep;
import hallpass.message.PreAuthenticationReq;
import hallpass.message.Ticket;
import hallpass.protocol.Applicants;
import hallpass.protocol.Binding;
import hallpass.protocol.KdcPolicy;
import hallpass.protocol.Occasion;
import hallpass.protocol.Principal;
import hallpass.protocol.Principals;
import hallpass.protocol.Refusal;
import hallpass.protocol.Seals;
import hallpass.trace.Deed;
import hallpass.trace.Fact;

/** The authentication service exchange (RFC 4120 §3.1): K1 in, K2 out; and what may come before it, K11 in, K12 out. */
public final class AuthenticationExchange {
    private final Principals principals;
    private final Applicants applicants;
    private final Seals seals;
    private final Randomness randomness;
    private final KdcPolicy policy;
    private final PreAuthentication preAuthentication;

    public AuthenticationExchange(
            Principals principals,
            Applicants applicants,
            Seals seals,
            Randomness randomness,
            KdcPolicy policy,
            PreAuthentication preAuthentication) {
        this.principals = principals;
        this.applicants = applicants;
        this.seals = seals;
        this.randomness = randomness;
        this.policy = policy;
        this.preAuthentication = preAuthentication;
    }

    /**
     * @throws Refusal C_PRINCIPAL_UNKNOWN, CLIENT_REVOKED or ETYPE_NOSUPP
     */
    public PreAuthenticationRep answer(PreAuthenticationReq request, Occasion at) throws Refusal {
        at.about(Fact.CLIENT, request.client());
        Principal client = applicants.applicant(request.client(), at);
        return preAuthentication.offer(request, client, seals.keyOf(client, "K_c"));
    }

    /**
     * @throws Refusal SKEW, C_PRINCIPAL_UNKNOWN, CLIENT_REVOKED, S_PRINCIPAL_UNKNOWN, ETYPE_NOSUPP, or that of the
     *     pre-authentication
     */
    public AsRep answer(AsReq request, Occasion at) throws Refusal {
        at.about(Fact.CLIENT, request.client());
        at.about(Fact.SERVER, request.server());
        policy.skew().check(request.sentAt(), at);
        Principal client = applicants.applicant(request.client(), at);
        if (!request.server().equals(policy.ticketGranting())) {
            throw new Refusal(
                    ErrorCode.KDC_ERR_S_PRINCIPAL_UNKNOWN, "no tickets are issued here for " + request.server());
        }
        SymmetricKey replyKey = preAuthentication.accept(request, seals.keyOf(client, "K_c"), at);
        return issue(request, replyKey, client, principals.service(request.server()), at);
    }

    private AsRep issue(AsReq request, SymmetricKey replyKey, Principal client, Principal server, Occasion at)
            throws Refusal {
        at.about(Fact.KEY_VERSION, server.key().version());
        SymmetricKey sessionKey = seals.newKey("K_c,tgs", randomness);
        at.done(Deed.TICKET_SESSION_KEY_MADE, sessionKey.label());
        AsRepPart part = new AsRepPart(sessionKey, server.name(), at.now(), policy.ticketLifetime(), request.nonce());
        Ticket ticket =
                new Ticket(sessionKey, client.name(), at.peer(), server.name(), at.now(), policy.ticketLifetime());
        return new AsRep(
                seals.seal(AsRepPart.PART, part, replyKey, Binding.replyTo(request), at.trace()),
                seals.seal(Ticket.PART, ticket, seals.keyOf(server, "K_tgs"), at.trace()));
    }
}

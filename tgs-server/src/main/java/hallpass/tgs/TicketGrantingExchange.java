package hallpass.tgs;

import hallpass.crypto.Randomness;
import hallpass.crypto.SymmetricKey;
import hallpass.message.Authenticator;
import hallpass.message.ErrorCode;
import hallpass.message.PresentedTicket;
import hallpass.message.PrincipalName;
import hallpass.message.TgsRep;
import hallpass.message.TgsRepPart;
import hallpass.message.TgsReq;
import hallpass.message.Ticket;
import hallpass.message.Token;
import hallpass.protocol.Binding;
import hallpass.protocol.CredentialCheck;
import hallpass.protocol.KdcPolicy;
import hallpass.protocol.Occasion;
import hallpass.protocol.Principal;
import hallpass.protocol.Principals;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.protocol.Seals;
import hallpass.trace.Comparison;
import hallpass.trace.Deed;
import hallpass.trace.Fact;
import java.time.Duration;

/** The ticket-granting service exchange (RFC 4120 §3.3): K3 in, K4 out. */
public final class TicketGrantingExchange {
    private final Principals principals;
    private final Seals seals;
    private final Randomness randomness;
    private final KdcPolicy policy;
    private final ReplayCache replays;
    private final CredentialCheck check;

    public TicketGrantingExchange(
            Principals principals, Seals seals, Randomness randomness, KdcPolicy policy, ReplayCache replays) {
        this.principals = principals;
        this.seals = seals;
        this.randomness = randomness;
        this.policy = policy;
        this.replays = replays;
        this.check = new CredentialCheck(policy.ticketGranting(), policy.skew());
    }

    /**
     * @throws Refusal BAD_INTEGRITY or MODIFIED; BADMATCH and the others of {@link CredentialCheck#accept};
     *     C_PRINCIPAL_UNKNOWN, CLIENT_REVOKED, TGT_REVOKED; REPEAT; S_PRINCIPAL_UNKNOWN; ETYPE_NOSUPP
     */
    public TgsRep answer(TgsReq request, Occasion at) throws Refusal {
        Principal self = principals.service(policy.ticketGranting());
        Ticket ticket =
                seals.open(Ticket.PART, request.ticket(), principals.keyRing(self, "K_tgs", at.now()), at.trace());
        Authenticator authenticator = seals.open(
                Authenticator.FOR_TGS, request.authenticator(), ticket.sessionKey(), Binding.in(request), at.trace());
        check.accept(ticket, authenticator, at);
        checkPresented(request, ticket, at);
        at.about(Fact.SERVER, request.service());
        principals.clientOf(ticket);
        replays.claim(request.authenticator().ciphertext(), policy.skew().lastUse(authenticator.sentAt()));
        return issue(request, ticket, at);
    }

    private void checkPresented(TgsReq request, Ticket ticket, Occasion at) throws Refusal {
        PresentedTicket presented = seals.open(
                PresentedTicket.PART, request.presented(), ticket.sessionKey(), Binding.in(request), at.trace());
        at.requireEqual(
                Comparison.TICKETS,
                request.ticket().ciphertext(),
                presented.ticket().ciphertext(),
                ErrorCode.KRB_AP_ERR_BADMATCH);
        at.requireEqual(Comparison.PRESENTED_NAME, ticket.client(), presented.client(), ErrorCode.KRB_AP_ERR_BADMATCH);
    }

    private TgsRep issue(TgsReq request, Ticket ticket, Occasion at) throws Refusal {
        Principal service = service(request.service());
        at.about(Fact.KEY_VERSION, service.key().version());
        SymmetricKey sessionKey = seals.newKey("K_c,s", randomness);
        at.done(Deed.SERVICE_SESSION_KEY_MADE, sessionKey.label());
        Duration lifetime = policy.tokenLifetime().of(ticket, at.now());
        TgsRepPart part = new TgsRepPart(sessionKey, service.name(), at.now(), lifetime, request.nonce());
        Token token = new Token(sessionKey, ticket.client(), ticket.address(), service.name(), at.now(), lifetime);
        return new TgsRep(
                seals.seal(TgsRepPart.PART, part, ticket.sessionKey(), Binding.replyTo(request), at.trace()),
                seals.seal(Token.PART, token, seals.keyOf(service, "K_s"), at.trace()));
    }

    /** A token sealed under the TGS's own key would read as a ticket. */
    private Principal service(PrincipalName name) throws Refusal {
        if (name.equals(policy.ticketGranting())) {
            throw new Refusal(ErrorCode.KDC_ERR_S_PRINCIPAL_UNKNOWN, "the TGS issues no tokens for itself");
        }
        return principals.service(name);
    }
}

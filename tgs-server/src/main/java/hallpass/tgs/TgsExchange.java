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
import hallpass.protocol.ApRequestVerifier;
import hallpass.protocol.AssociatedData;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.KdcPolicy;
import hallpass.protocol.Principal;
import hallpass.protocol.Principals;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.protocol.Sealer;
import hallpass.trace.Action;
import hallpass.trace.AuditField;
import hallpass.trace.Check;
import java.time.Duration;

/** Ticket-granting service exchange (RFC 4120 §3.3): answers K3 with K4. */
public final class TgsExchange {
    private final Principals principals;
    private final Sealer sealer;
    private final Randomness randomness;
    private final KdcPolicy policy;
    private final ReplayCache replays;
    private final ApRequestVerifier verifier;

    public TgsExchange(
            Principals principals, Sealer sealer, Randomness randomness, KdcPolicy policy, ReplayCache replays) {
        this.principals = principals;
        this.sealer = sealer;
        this.randomness = randomness;
        this.policy = policy;
        this.replays = replays;
        this.verifier = new ApRequestVerifier(policy.ticketGrantingService(), policy.skew());
    }

    /**
     * @throws Refusal BAD_INTEGRITY or MODIFIED; BADMATCH and the others of
     *     {@link ApRequestVerifier#verify}; C_PRINCIPAL_UNKNOWN, CLIENT_REVOKED, TGT_REVOKED;
     *     REPEAT; S_PRINCIPAL_UNKNOWN; ETYPE_NOSUPP
     */
    public TgsRep answer(TgsReq request, ExchangeContext context) throws Refusal {
        Principal tgs = principals.service(policy.ticketGrantingService());
        Ticket ticket = sealer.open(
                Ticket.PART, request.ticket(), principals.keyRing(tgs, "K_tgs", context.now()), context.trace());
        Authenticator authenticator = sealer.open(
                Authenticator.FOR_TGS,
                request.authenticator(),
                ticket.sessionKey(),
                AssociatedData.ofRequest(request),
                context.trace());
        verifier.verify(ticket, authenticator, context);
        checkPresentedTicket(request, ticket, context);
        context.recordField(AuditField.SERVER, request.service());
        // Refuses a client that was removed, or added again, since the ticket was issued.
        principals.clientOf(ticket, context.now().plus(policy.skew().allowed()));
        replays.claim(request.authenticator().ciphertext(), policy.skew().latestAcceptance(authenticator.sentAt()));
        return issue(request, ticket, context);
    }

    private void checkPresentedTicket(TgsReq request, Ticket ticket, ExchangeContext context) throws Refusal {
        PresentedTicket presented = sealer.open(
                PresentedTicket.PART,
                request.presentedTicket(),
                ticket.sessionKey(),
                AssociatedData.ofRequest(request),
                context.trace());
        context.checkEqual(
                Check.TICKETS,
                request.ticket().ciphertext(),
                presented.ticket().ciphertext(),
                ErrorCode.KRB_AP_ERR_BADMATCH);
        context.checkEqual(Check.PRESENTED_NAME, ticket.client(), presented.client(), ErrorCode.KRB_AP_ERR_BADMATCH);
    }

    private TgsRep issue(TgsReq request, Ticket ticket, ExchangeContext context) throws Refusal {
        Principal service = service(request.service());
        context.recordField(AuditField.KEY_VERSION, service.key().version());
        SymmetricKey sessionKey = sealer.newKey("K_c,s", randomness);
        context.recordAction(Action.SERVICE_SESSION_KEY_GENERATED, sessionKey.label());
        Duration lifetime = policy.tokenLifetimePolicy().forTicket(ticket, context.now());
        TgsRepPart part = new TgsRepPart(sessionKey, service.name(), context.now(), lifetime, request.nonce());
        Token token = new Token(sessionKey, ticket.client(), ticket.address(), service.name(), context.now(), lifetime);
        return new TgsRep(
                sealer.seal(
                        TgsRepPart.PART, part, ticket.sessionKey(), AssociatedData.ofReplyTo(request), context.trace()),
                sealer.seal(Token.PART, token, sealer.sealingKey(service, "K_s"), context.trace()));
    }

    /** Refuses the TGS itself: a token sealed under its key would pass for a ticket. */
    private Principal service(PrincipalName name) throws Refusal {
        if (name.equals(policy.ticketGrantingService())) {
            throw new Refusal(ErrorCode.KDC_ERR_S_PRINCIPAL_UNKNOWN, "the TGS issues no tokens for itself");
        }
        return principals.service(name);
    }
}

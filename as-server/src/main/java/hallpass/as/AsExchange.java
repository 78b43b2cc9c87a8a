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
import hallpass.protocol.AssociatedData;
import hallpass.protocol.ClientLookup;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.KdcPolicy;
import hallpass.protocol.Principal;
import hallpass.protocol.Principals;
import hallpass.protocol.Refusal;
import hallpass.protocol.Sealer;
import hallpass.trace.Action;
import hallpass.trace.AuditField;

/**
 * Authentication service exchange (RFC 4120 §3.1): answers K1 with K2. With pre-authentication, an
 * offer precedes it: K11 is answered with K12.
 */
public final class AsExchange {
    private final Principals principals;
    private final ClientLookup clientLookup;
    private final Sealer sealer;
    private final Randomness randomness;
    private final KdcPolicy policy;
    private final PreAuthentication preAuthentication;

    public AsExchange(
            Principals principals,
            ClientLookup clientLookup,
            Sealer sealer,
            Randomness randomness,
            KdcPolicy policy,
            PreAuthentication preAuthentication) {
        this.principals = principals;
        this.clientLookup = clientLookup;
        this.sealer = sealer;
        this.randomness = randomness;
        this.policy = policy;
        this.preAuthentication = preAuthentication;
    }

    /**
     * @throws Refusal C_PRINCIPAL_UNKNOWN, CLIENT_REVOKED or ETYPE_NOSUPP
     */
    public PreAuthenticationRep answer(PreAuthenticationReq request, ExchangeContext context) throws Refusal {
        context.recordField(AuditField.CLIENT, request.client());
        Principal client = clientLookup.lookUp(request.client(), context);
        return preAuthentication.offer(request, client, sealer.sealingKey(client, "K_c"));
    }

    /**
     * @throws Refusal SKEW, C_PRINCIPAL_UNKNOWN, CLIENT_REVOKED, S_PRINCIPAL_UNKNOWN or
     *     ETYPE_NOSUPP; those of {@link PreAuthentication#accept}
     */
    public AsRep answer(AsReq request, ExchangeContext context) throws Refusal {
        context.recordField(AuditField.CLIENT, request.client());
        context.recordField(AuditField.SERVER, request.server());
        policy.skew().check(request.sentAt(), context);
        Principal client = clientLookup.lookUp(request.client(), context);
        if (!request.server().equals(policy.ticketGrantingService())) {
            throw new Refusal(
                    ErrorCode.KDC_ERR_S_PRINCIPAL_UNKNOWN, "no tickets are issued here for " + request.server());
        }
        SymmetricKey replyKey = preAuthentication.accept(request, sealer.sealingKey(client, "K_c"), context);
        return issue(request, replyKey, client, principals.service(request.server()), context);
    }

    private AsRep issue(
            AsReq request, SymmetricKey replyKey, Principal client, Principal server, ExchangeContext context)
            throws Refusal {
        context.recordField(AuditField.KEY_VERSION, server.key().version());
        SymmetricKey sessionKey = sealer.newKey("K_c,tgs", randomness);
        context.recordAction(Action.TICKET_SESSION_KEY_GENERATED, sessionKey.label());
        AsRepPart part =
                new AsRepPart(sessionKey, server.name(), context.now(), policy.ticketLifetime(), request.nonce());
        Ticket ticket = new Ticket(
                sessionKey, client.name(), context.peer(), server.name(), context.now(), policy.ticketLifetime());
        return new AsRep(
                sealer.seal(AsRepPart.PART, part, replyKey, AssociatedData.ofReplyTo(request), context.trace()),
                sealer.seal(Ticket.PART, ticket, sealer.sealingKey(server, "K_tgs"), context.trace()));
    }
}

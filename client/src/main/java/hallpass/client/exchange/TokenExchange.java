package hallpass.client.exchange;

import hallpass.client.credential.HeldTicket;
import hallpass.client.credential.HeldToken;
import hallpass.crypto.Randomness;
import hallpass.crypto.Sealed;
import hallpass.message.Authenticator;
import hallpass.message.ErrorCode;
import hallpass.message.Nonce;
import hallpass.message.PresentedTicket;
import hallpass.message.PrincipalName;
import hallpass.message.TgsRep;
import hallpass.message.TgsRepPart;
import hallpass.message.TgsReq;
import hallpass.protocol.Binding;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplyCheck;
import hallpass.protocol.Seals;

/** K3 and K4, the client's side: shows the TGS a ticket, and gets a token for one service. */
public final class TokenExchange {
    private final Seals seals;
    private final ClockSkew skew;
    private final ReplyCheck check;

    /** @param check what ties the reply to its request, once the session key has opened it */
    public TokenExchange(Seals seals, ClockSkew skew, ReplyCheck check) {
        this.seals = seals;
        this.skew = skew;
        this.check = check;
    }

    /**
     * @throws Refusal TKT_EXPIRED if the ticket is no longer good by our own clock
     */
    public TgsReq ask(HeldTicket held, PrincipalName service, Randomness randomness, Occasion at) throws Refusal {
        ReplyChecks.stillGood(held, ErrorCode.KRB_AP_ERR_TKT_EXPIRED, at);
        PresentedTicket presented = new PresentedTicket(held.ticket(), held.client());
        Authenticator authenticator = new Authenticator(held.client(), at.now());
        Nonce nonce = Nonce.random(randomness);
        Binding binding = Binding.in(new TgsReq(service, nonce, Sealed.none(), Sealed.none(), Sealed.none()));
        return new TgsReq(
                service,
                nonce,
                held.ticket(),
                seals.seal(PresentedTicket.PART, presented, held.sessionKey(), binding, at.trace()),
                seals.seal(Authenticator.FOR_TGS, authenticator, held.sessionKey(), binding, at.trace()));
    }

    /**
     * @throws Refusal BAD_INTEGRITY or MODIFIED if the session key does not open it, or the check finds that it answers
     *     something else than {@code asked}; SKEW if the TGS's clock is too far from ours
     */
    public HeldToken accept(TgsReq asked, TgsRep reply, HeldTicket held, Occasion at) throws Refusal {
        TgsRepPart part =
                seals.open(TgsRepPart.PART, reply.part(), held.sessionKey(), Binding.replyTo(asked), at.trace());
        check.accept(part, asked.service(), asked.nonce(), at);
        skew.check(part.issuedAt(), at);
        // What was asked for is what the client takes it for: nothing else in the reply is worth more, unless checked.
        return new HeldToken(
                held.client(), asked.service(), part.sessionKey(), reply.token(), part.issuedAt(), part.lifetime());
    }
}

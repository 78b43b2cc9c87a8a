package hallpass.client.exchange;

import hallpass.client.credential.HeldTicket;
import hallpass.crypto.Randomness;
import hallpass.crypto.Spake;
import hallpass.crypto.SymmetricKey;
import hallpass.message.AsRep;
import hallpass.message.AsRepPart;
import hallpass.message.AsReq;
import hallpass.message.ErrorCode;
import hallpass.message.Nonce;
import hallpass.message.PrincipalName;
import hallpass.protocol.Agreement;
import hallpass.protocol.Binding;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplyCheck;
import hallpass.protocol.Seals;
import hallpass.trace.Comparison;
import hallpass.trace.Deed;
import hallpass.wire.Bytes;

/** K1 and K2, the client's side: asks the AS for a ticket, and opens the reply with the key made from the password. */
public final class LoginExchange {
    private final Seals seals;
    private final ClockSkew skew;
    private final ReplyCheck check;

    /** @param check what ties the reply to its request, once the key has opened it */
    public LoginExchange(Seals seals, ClockSkew skew, ReplyCheck check) {
        this.seals = seals;
        this.skew = skew;
        this.check = check;
    }

    public AsReq ask(PrincipalName client, PrincipalName ticketGranting, Randomness randomness, Occasion at) {
        return new AsReq(client, ticketGranting, Nonce.random(randomness), at.now(), Bytes.EMPTY);
    }

    /**
     * A request, and what its reply will be sealed under.
     *
     * @param replyKey the client's own, or what it agreed on with the AS
     */
    public record Asked(AsReq request, SymmetricKey replyKey) {}

    /**
     * The same request from a client that shows that it knows its key.
     *
     * @param plain with the client's own key
     * @throws Refusal MODIFIED if what the AS offers is no share
     */
    public Asked showing(Asked plain, Agreement agreement, Randomness randomness, Occasion at) throws Refusal {
        SymmetricKey own = plain.replyKey;
        Spake side = Spake.ofClient(own, randomness);
        AsReq withShare = Agreement.withShare(plain.request, side.share());
        Spake.Agreed agreed = agreement.ofClient(side, withShare);
        SymmetricKey replyKey = agreed.replyKey(Agreement.REPLY_KEY, own.size());
        at.done(Deed.REPLY_KEY_AGREED, replyKey.label());
        return new Asked(Agreement.confirmed(withShare, side.share(), agreed), replyKey);
    }

    /**
     * @param at when the reply arrived, which may be long before the password was typed
     * @throws WrongPassword if this key does not open the reply to {@code asked}
     * @throws Refusal MODIFIED if it does and is not the answer to {@code asked}; SKEW if the AS's clock is too far from ours
     */
    public HeldTicket accept(AsReq asked, AsRep reply, SymmetricKey replyKey, Occasion at)
            throws WrongPassword, Refusal {
        AsRepPart part = open(asked, reply, replyKey, at);
        check.accept(part, asked.server(), asked.nonce(), at);
        skew.check(part.issuedAt(), at);
        return new HeldTicket(
                asked.client(), asked.server(), part.sessionKey(), reply.ticket(), part.issuedAt(), part.lifetime());
    }

    /** ECB has no integrity of its own: a wrong key shows in the padding, the layout or ID_tgs, whichever comes first. */
    private AsRepPart open(AsReq asked, AsRep reply, SymmetricKey clientKey, Occasion at) throws WrongPassword {
        try {
            AsRepPart part = seals.open(AsRepPart.PART, reply.part(), clientKey, Binding.replyTo(asked), at.trace());
            // Whatever the guards are. It does not tie the reply to its request, for the AS issues tickets for one
            // service alone;
            // but a wrong key that got as far as here, by luck, gets no further.
            at.requireEqual(Comparison.REQUESTED_NAME, asked.server(), part.server(), ErrorCode.KRB_AP_ERR_MODIFIED);
            return part;
        } catch (Refusal sign) {
            throw new WrongPassword(asked.client(), sign);
        }
    }
}

package hallpass.client.exchange;

import hallpass.client.credential.HeldTicket;
import hallpass.crypto.Randomness;
import hallpass.crypto.SymmetricKey;
import hallpass.message.AsRep;
import hallpass.message.AsRepPart;
import hallpass.message.AsReq;
import hallpass.message.Nonce;
import hallpass.message.PrincipalName;
import hallpass.protocol.Binding;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.protocol.Seals;
import hallpass.wire.Bytes;

/** K1 and K2, the client's side: asks the AS for a ticket, and opens the reply with the key made from the password. */
public final class LoginExchange {
    private final Seals seals;
    private final ClockSkew skew;

    public LoginExchange(Seals seals, ClockSkew skew) {
        this.seals = seals;
        this.skew = skew;
    }

    public AsReq ask(PrincipalName client, PrincipalName ticketGranting, Randomness randomness, Occasion at) {
        return new AsReq(client, ticketGranting, Nonce.random(randomness), at.now(), Bytes.EMPTY);
    }

    /**
     * @param at when the reply arrived, which may be long before the password was typed
     * @throws WrongPassword if this key does not open the reply to {@code asked}
     * @throws Refusal SKEW if it does and the AS's clock is too far from ours
     */
    public HeldTicket accept(AsReq asked, AsRep reply, SymmetricKey clientKey, Occasion at)
            throws WrongPassword, Refusal {
        AsRepPart part = open(asked, reply, clientKey, at);
        skew.check(part.issuedAt(), at);
        return new HeldTicket(
                asked.client(), part.server(), part.sessionKey(), reply.ticket(), part.issuedAt(), part.lifetime());
    }

    /** ECB has no integrity of its own: a wrong key shows in the padding, the layout, ID_tgs or N1, whichever comes first. */
    private AsRepPart open(AsReq asked, AsRep reply, SymmetricKey clientKey, Occasion at) throws WrongPassword {
        try {
            AsRepPart part = seals.open(AsRepPart.PART, reply.part(), clientKey, Binding.replyTo(asked), at.trace());
            ReplyChecks.answers(part, asked.server(), asked.nonce(), at);
            return part;
        } catch (Refusal sign) {
            throw new WrongPassword(asked.client(), sign);
        }
    }
}

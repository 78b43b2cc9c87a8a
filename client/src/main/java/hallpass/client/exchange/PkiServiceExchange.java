package hallpass.client.exchange;

import hallpass.client.credential.HeldSession;
import hallpass.crypto.Sealed;
import hallpass.message.ErrorCode;
import hallpass.message.PkiServiceRep;
import hallpass.message.PkiServiceReq;
import hallpass.message.ReplyDataPart;
import hallpass.message.RequestPart;
import hallpass.protocol.Binding;
import hallpass.protocol.ClockSkew;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.protocol.Seals;

/** P7 and P8, the client's side: asks the desk behind the certificate door, on any connection. */
public final class PkiServiceExchange {
    private final Seals seals;
    private final ClockSkew skew;

    public PkiServiceExchange(Seals seals, ClockSkew skew) {
        this.seals = seals;
        this.skew = skew;
    }

    /**
     * @throws Refusal SESSION_EXPIRED if the session is no longer good by our own clock
     */
    public PkiServiceReq ask(HeldSession held, String request, Occasion at) throws Refusal {
        ReplyChecks.stillGood(held, ErrorCode.HP_ERR_SESSION_EXPIRED, at);
        RequestPart part = new RequestPart(request, at.now());
        Binding binding = Binding.in(new PkiServiceReq(held.client(), Sealed.none()));
        return new PkiServiceReq(
                held.client(), seals.seal(RequestPart.FOR_PKI, part, held.sessionKey(), binding, at.trace()));
    }

    /**
     * @return the data
     * @throws Refusal BAD_INTEGRITY or MODIFIED if it is not the server's reply to {@code asked}; SKEW if it was not said now
     */
    public String accept(PkiServiceReq asked, PkiServiceRep reply, HeldSession held, Occasion at) throws Refusal {
        ReplyDataPart part =
                seals.open(ReplyDataPart.FOR_PKI, reply.data(), held.sessionKey(), Binding.replyTo(asked), at.trace());
        skew.check(part.sentAt(), at);
        return part.data();
    }
}

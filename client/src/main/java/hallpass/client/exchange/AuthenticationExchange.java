package hallpass.client.exchange;

import hallpass.client.credential.HeldToken;
import hallpass.crypto.Sealed;
import hallpass.message.ApRep;
import hallpass.message.ApReq;
import hallpass.message.Authenticator;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.message.Proof;
import hallpass.protocol.Binding;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.protocol.Seals;
import hallpass.trace.Comparison;
import hallpass.trace.Deed;
import java.time.Instant;

/** K5 and K6, the client's side: shows a service its token, and has the service prove itself. */
public final class AuthenticationExchange {
    private final Seals seals;

    public AuthenticationExchange(Seals seals) {
        this.seals = seals;
    }

    /**
     * K5, and the time inside its authenticator, which the proof must answer.
     *
     * @param sentAt TS5
     */
    public record Asked(ApReq request, Instant sentAt) {}

    /**
     * @throws Refusal TKT_EXPIRED if the token is no longer good by our own clock
     */
    public Asked ask(HeldToken held, Occasion at) throws Refusal {
        ReplyChecks.stillGood(held, ErrorCode.KRB_AP_ERR_TKT_EXPIRED, at);
        // What comes back was counted in milliseconds.
        Instant sentAt = at.now();
        Authenticator authenticator = new Authenticator(held.client(), sentAt);
        return new Asked(
                new ApReq(
                        held.token(),
                        seals.seal(
                                Authenticator.FOR_SERVICE,
                                authenticator,
                                held.sessionKey(),
                                Binding.in(new ApReq(Sealed.none(), Sealed.none())),
                                at.trace())),
                sentAt);
    }

    /**
     * @return the service, which has proved to be itself
     * @throws Refusal BAD_INTEGRITY or MODIFIED unless the sender opened the authenticator of {@code asked}
     */
    public PrincipalName accept(Asked asked, ApRep reply, HeldToken held, Occasion at) throws Refusal {
        Proof proof =
                seals.open(Proof.PART, reply.proof(), held.sessionKey(), Binding.replyTo(asked.request()), at.trace());
        at.requireEqual(Comparison.PROOF, asked.sentAt().plusMillis(1), proof.answer(), ErrorCode.KRB_AP_ERR_MODIFIED);
        at.done(Deed.SERVER_AUTHENTICATED, held.server());
        return held.server();
    }
}

package hallpass.client.exchange;

import hallpass.client.credential.HeldToken;
import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.Authenticator;
import hallpass.message.ErrorCode;
import hallpass.message.KeyUpdatePart;
import hallpass.message.KeyUpdateRep;
import hallpass.message.KeyUpdateReq;
import hallpass.message.NewKeyPart;
import hallpass.protocol.Binding;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.protocol.Seals;
import hallpass.trace.Comparison;
import java.time.Instant;

/** K9 and K10, the client's side: gives the AS a new key for the client, and learns its version. */
public final class KeyUpdateExchange {
    private final Seals seals;

    public KeyUpdateExchange(Seals seals) {
        this.seals = seals;
    }

    /**
     * K9, and the time inside it, which the proof must answer.
     *
     * @param sentAt TS9
     */
    public record Asked(KeyUpdateReq request, Instant sentAt) {}

    /**
     * @param held a token for the key-update service
     * @throws Refusal TKT_EXPIRED if the token is no longer good by our own clock
     */
    public Asked ask(HeldToken held, SymmetricKey newKey, Occasion at) throws Refusal {
        ReplyChecks.stillGood(held, ErrorCode.KRB_AP_ERR_TKT_EXPIRED, at);
        Instant sentAt = at.now();
        Authenticator authenticator = new Authenticator(held.client(), sentAt);
        NewKeyPart newPart = new NewKeyPart(newKey, sentAt);
        Binding binding = Binding.in(new KeyUpdateReq(Sealed.none(), Sealed.none(), Sealed.none()));
        return new Asked(
                new KeyUpdateReq(
                        held.token(),
                        seals.seal(Authenticator.FOR_KEY_UPDATE, authenticator, sessionKey(held), binding, at.trace()),
                        seals.seal(NewKeyPart.PART, newPart, sessionKey(held), binding, at.trace())),
                sentAt);
    }

    /**
     * @return the version that the new key got: from now on it alone is good
     * @throws Refusal BAD_INTEGRITY or MODIFIED unless the sender opened {@code asked}
     */
    public int accept(Asked asked, KeyUpdateRep reply, HeldToken held, Occasion at) throws Refusal {
        KeyUpdatePart part = seals.open(
                KeyUpdatePart.PART, reply.part(), sessionKey(held), Binding.replyTo(asked.request()), at.trace());
        at.requireEqual(Comparison.PROOF, asked.sentAt().plusMillis(1), part.answer(), ErrorCode.KRB_AP_ERR_MODIFIED);
        return part.version();
    }

    /** With the key-update service, the session key goes by a name of its own. */
    private static SymmetricKey sessionKey(HeldToken held) {
        return held.sessionKey().as("K_c,k");
    }
}

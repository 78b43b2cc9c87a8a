package hallpass.as;

import hallpass.crypto.Randomness;
import hallpass.crypto.Spake2;
import hallpass.crypto.SymmetricKey;
import hallpass.message.AsReq;
import hallpass.message.ErrorCode;
import hallpass.message.PreAuthenticationRep;
import hallpass.message.PreAuthenticationReq;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Principal;
import hallpass.protocol.Refusal;
import hallpass.protocol.SpakeAgreement;
import hallpass.trace.Action;
import hallpass.wire.Bytes;
import java.util.Optional;

/**
 * Pre-authentication by SPAKE2 (guard {@code preauth}, after RFC 9588): client and KDC agree on a
 * reply key, which requires knowledge of the client's long-term key.
 */
final class SpakePreAuthentication implements PreAuthentication {
    private final Randomness randomness;
    private Optional<PendingOffer> pending = Optional.empty();

    private record PendingOffer(SpakeAgreement agreement, Spake2 side) {}

    SpakePreAuthentication(Randomness randomness) {
        this.randomness = randomness;
    }

    @Override
    public PreAuthenticationRep offer(PreAuthenticationReq request, Principal client, SymmetricKey key) {
        Spake2 side = Spake2.forKdc(key, randomness);
        PreAuthenticationRep offer = new PreAuthenticationRep(client.key().salt(), Bytes.of(side.share()));
        pending = Optional.of(new PendingOffer(new SpakeAgreement(request, offer), side));
        return offer;
    }

    @Override
    public SymmetricKey accept(AsReq request, SymmetricKey key, ExchangeContext context) throws Refusal {
        PendingOffer current = pending.filter(
                        offer -> offer.agreement.challengeRequest().client().equals(request.client()))
                .orElseThrow(() -> new Refusal(
                        ErrorCode.KDC_ERR_PREAUTH_REQUIRED,
                        "no pre-authentication request (K11) of " + request.client() + " on this connection"));
        // An offer permits one attempt; a second one would be a second password guess.
        pending = Optional.empty();
        SymmetricKey replyKey =
                current.agreement.agreeAsKdc(current.side, request).replyKey(SpakeAgreement.REPLY_KEY, key.size());
        context.recordAction(Action.REPLY_KEY_AGREED, replyKey.label());
        return replyKey;
    }
}

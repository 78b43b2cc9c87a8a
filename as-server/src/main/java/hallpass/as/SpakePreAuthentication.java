package hallpass.as;

import hallpass.crypto.Randomness;
import hallpass.crypto.Spake;
import hallpass.crypto.SymmetricKey;
import hallpass.message.AsReq;
import hallpass.message.ErrorCode;
import hallpass.message.PreAuthenticationRep;
import hallpass.message.PreAuthenticationReq;
import hallpass.protocol.Agreement;
import hallpass.protocol.Occasion;
import hallpass.protocol.Principal;
import hallpass.protocol.Refusal;
import hallpass.trace.Deed;
import hallpass.wire.Bytes;
import java.util.Optional;

/** The guard {@code preauth}: the client agrees with the AS on a key, which only who knows the client's key can. */
final class SpakePreAuthentication implements PreAuthentication {
    private final Randomness randomness;
    private Optional<Offered> offered = Optional.empty();

    private record Offered(Agreement agreement, Spake side) {}

    SpakePreAuthentication(Randomness randomness) {
        this.randomness = randomness;
    }

    @Override
    public PreAuthenticationRep offer(PreAuthenticationReq request, Principal client, SymmetricKey key) {
        Spake side = Spake.ofKdc(key, randomness);
        PreAuthenticationRep offer = new PreAuthenticationRep(client.key().salt(), Bytes.of(side.share()));
        offered = Optional.of(new Offered(new Agreement(request, offer), side));
        return offer;
    }

    @Override
    public SymmetricKey accept(AsReq request, SymmetricKey key, Occasion at) throws Refusal {
        Offered last = offered.filter(
                        offer -> offer.agreement.offerRequest().client().equals(request.client()))
                .orElseThrow(() -> new Refusal(
                        ErrorCode.KDC_ERR_PREAUTH_REQUIRED,
                        "nothing was offered to " + request.client() + " on this connection"));
        // One try for each offer: a second would be a second guess at the same.
        offered = Optional.empty();
        SymmetricKey replyKey = last.agreement.ofKdc(last.side, request).replyKey(Agreement.REPLY_KEY, key.size());
        at.done(Deed.REPLY_KEY_AGREED, replyKey.label());
        return replyKey;
    }
}

package hallpass.client.exchange;

import hallpass.client.credential.HeldToken;
import hallpass.message.ErrorCode;
import hallpass.message.Token;
import hallpass.protocol.KeyRing;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.protocol.Seals;
import hallpass.trace.Comparison;
import hallpass.trace.Deed;

/**
 * Opens a token for the host that somebody logs in to, with the host's own key. That a reply decrypts shows that its sender knows
 * the password, and whoever types may have told them; the host's key is known to the KDC alone (Bellovin and Merritt 1991).
 */
public final class HostTokenCheck {
    private final Seals seals;

    public HostTokenCheck(Seals seals) {
        this.seals = seals;
    }

    /**
     * @param held a token for the host's service, as this login led to it
     * @param hostKeys the host's own
     * @throws Refusal BAD_INTEGRITY, MODIFIED, NOT_US or BADMATCH unless whoever made it has the host's key, and made it for
     *     this login
     */
    public void accept(HeldToken held, KeyRing hostKeys, Occasion at) throws Refusal {
        Token token = seals.open(Token.PART, held.token(), hostKeys, at.trace());
        at.requireEqual(Comparison.SERVER, token.server(), held.server(), ErrorCode.KRB_AP_ERR_NOT_US);
        at.requireEqual(Comparison.LOGGED_IN_NAME, token.client(), held.client(), ErrorCode.KRB_AP_ERR_BADMATCH);
        // A token that the KDC once made for somebody can be recorded, and not the session key in it.
        if (!token.sessionKey().equals(held.sessionKey())) {
            throw new Refusal(ErrorCode.KRB_AP_ERR_BADMATCH, "the token and the reply hold other session keys");
        }
        at.done(Deed.KDC_VERIFIED, held.server());
    }
}

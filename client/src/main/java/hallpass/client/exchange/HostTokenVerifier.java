package hallpass.client.exchange;

import hallpass.client.credential.CachedToken;
import hallpass.message.ErrorCode;
import hallpass.message.Token;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.KeyRing;
import hallpass.protocol.Refusal;
import hallpass.protocol.Sealer;
import hallpass.trace.Action;
import hallpass.trace.Check;

/**
 * Opens a token for the host that somebody logs in to, with the host's own key. That a reply decrypts shows that its sender knows
 * the password, and whoever types may have told them; the host's key is known to the KDC alone (Bellovin and Merritt 1991).
 */
public final class HostTokenVerifier {
    private final Sealer sealer;

    public HostTokenVerifier(Sealer sealer) {
        this.sealer = sealer;
    }

    /**
     * @param cachedToken a token for the host's service, as this login led to it
     * @param hostKeys the host's own
     * @throws Refusal BAD_INTEGRITY, MODIFIED, NOT_US or BADMATCH unless whoever made it has the host's key, and made it for
     *     this login
     */
    public void verify(CachedToken cachedToken, KeyRing hostKeys, ExchangeContext context) throws Refusal {
        Token token = sealer.open(Token.PART, cachedToken.token(), hostKeys, context.trace());
        context.checkEqual(Check.SERVER, token.server(), cachedToken.server(), ErrorCode.KRB_AP_ERR_NOT_US);
        context.checkEqual(Check.LOGIN_NAME, token.client(), cachedToken.client(), ErrorCode.KRB_AP_ERR_BADMATCH);
        // A token that the KDC once made for somebody can be recorded, and not the session key in it.
        if (!token.sessionKey().equals(cachedToken.sessionKey())) {
            throw new Refusal(ErrorCode.KRB_AP_ERR_BADMATCH, "the token and the reply hold other session keys");
        }
        context.recordAction(Action.KDC_VERIFIED, cachedToken.server());
    }
}

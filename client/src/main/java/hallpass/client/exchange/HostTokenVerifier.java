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
 * Decrypts a token for the login host with the host's key. A reply that decrypts proves only that
 * its sender knows the password, which the person at the keyboard may have told them; only the
 * KDC knows the host's key (Bellovin and Merritt 1991).
 */
public final class HostTokenVerifier {
    private final Sealer sealer;

    public HostTokenVerifier(Sealer sealer) {
        this.sealer = sealer;
    }

    /**
     * @param cachedToken a token for the host, issued for this login
     * @param hostKeys the keys of the host
     * @throws Refusal BAD_INTEGRITY, MODIFIED, NOT_US or BADMATCH unless the issuer has the host's
     *     key and issued the token for this login
     */
    public void verify(CachedToken cachedToken, KeyRing hostKeys, ExchangeContext context) throws Refusal {
        Token token = sealer.open(Token.PART, cachedToken.token(), hostKeys, context.trace());
        context.checkEqual(Check.SERVER, token.server(), cachedToken.server(), ErrorCode.KRB_AP_ERR_NOT_US);
        context.checkEqual(Check.LOGIN_NAME, token.client(), cachedToken.client(), ErrorCode.KRB_AP_ERR_BADMATCH);
        // An attacker can replay a recorded token, but does not know the session key in it.
        if (!token.sessionKey().equals(cachedToken.sessionKey())) {
            throw new Refusal(ErrorCode.KRB_AP_ERR_BADMATCH, "the token and the reply contain different session keys");
        }
        context.recordAction(Action.KDC_VERIFIED, cachedToken.server());
    }
}

package hallpass.protocol;

import hallpass.message.Authenticator;
import hallpass.message.Credential;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.trace.Comparison;
import hallpass.trace.Fact;
import java.time.Instant;

/** What a server holds against a ticket and its authenticator before it believes them (RFC 4120 §3.2.3). */
public record CredentialCheck(PrincipalName self, ClockSkew skew) {
    /**
     * @param credential opened with this server's own key
     * @param authenticator opened with the credential's session key
     * @throws Refusal NOT_US, BADMATCH, BADADDR, SKEW, TKT_NYV or TKT_EXPIRED: in this order, the first that applies
     */
    public void accept(Credential credential, Authenticator authenticator, Occasion at) throws Refusal {
        at.about(Fact.CLIENT, credential.client());
        at.about(Fact.SERVER, credential.server());
        at.requireEqual(Comparison.SERVER, credential.server(), self, ErrorCode.KRB_AP_ERR_NOT_US);
        at.requireEqual(
                Comparison.USERNAMES, credential.client(), authenticator.client(), ErrorCode.KRB_AP_ERR_BADMATCH);
        at.requireEqual(Comparison.ADDRESSES, credential.address(), at.peer(), ErrorCode.KRB_AP_ERR_BADADDR);
        skew.check(authenticator.sentAt(), at);
        at.compare(
                Comparison.START,
                credential.issuedAt(),
                at.now(),
                // A ticket may come from a server whose clock is ahead by as much as clocks may differ.
                !credential.issuedAt().isAfter(at.now().plus(skew.allowed())),
                ErrorCode.KRB_AP_ERR_TKT_NYV);
        checkExpiry(credential, Comparison.EXPIRY, authenticator.sentAt(), at);
        checkExpiry(credential, Comparison.EXPIRY_NOW, at.now(), at);
    }

    /** The expiry instant itself is too late, by the sender's clock and by our own: the skew is no extension. */
    private static void checkExpiry(Credential credential, Comparison what, Instant used, Occasion at) throws Refusal {
        at.compare(
                what,
                used,
                credential.expiresAt(),
                used.isBefore(credential.expiresAt()),
                ErrorCode.KRB_AP_ERR_TKT_EXPIRED);
    }
}

package hallpass.protocol;

import hallpass.message.Authenticator;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.message.TicketPart;
import hallpass.trace.AuditField;
import hallpass.trace.Check;
import java.time.Instant;

/** Verifies a decrypted ticket and its authenticator (RFC 4120 §3.2.3). */
public record ApRequestVerifier(PrincipalName server, ClockSkew skew) {
    /**
     * @param ticket decrypted with this server's key
     * @param authenticator decrypted with the session key of the ticket
     * @throws Refusal NOT_US, BADMATCH, BADADDR, SKEW, TKT_NYV or TKT_EXPIRED, checked in this
     *     order
     */
    public void verify(TicketPart ticket, Authenticator authenticator, ExchangeContext context) throws Refusal {
        context.recordField(AuditField.CLIENT, ticket.client());
        context.recordField(AuditField.SERVER, ticket.server());
        context.checkEqual(Check.SERVER, ticket.server(), server, ErrorCode.KRB_AP_ERR_NOT_US);
        context.checkEqual(Check.USERNAMES, ticket.client(), authenticator.client(), ErrorCode.KRB_AP_ERR_BADMATCH);
        context.checkSender(Check.ADDRESSES, ticket.address());
        skew.check(authenticator.sentAt(), context);
        context.check(
                Check.START,
                ticket.issuedAt(),
                context.now(),
                // RFC 4120 §3.2.3: the clock of the issuing server may be ahead by the skew.
                !ticket.issuedAt().isAfter(context.now().plus(skew.allowed())),
                ErrorCode.KRB_AP_ERR_TKT_NYV);
        checkExpiry(ticket, Check.EXPIRY, authenticator.sentAt(), context);
        checkExpiry(ticket, Check.EXPIRY_NOW, context.now(), context);
    }

    /** The expiry instant is exclusive on both clocks; the skew does not extend the lifetime. */
    private static void checkExpiry(TicketPart ticket, Check check, Instant usedAt, ExchangeContext context)
            throws Refusal {
        context.check(
                check,
                usedAt,
                ticket.expiresAt(),
                usedAt.isBefore(ticket.expiresAt()),
                ErrorCode.KRB_AP_ERR_TKT_EXPIRED);
    }
}

package hallpass.message;

import hallpass.crypto.KeyUsage;
import hallpass.crypto.Sealed;
import hallpass.wire.Field;

/**
 * The ticket and the client's name under the session key: step 9 of the original protocol. The TGS
 * compares it with the ticket that travels outside, so the sender cannot substitute another one.
 */
public record PresentedTicket(
        @Field("ticket") Sealed<Ticket> ticket,
        @Field("ID_c") PrincipalName client) {
    public static final PartType<PresentedTicket> PART =
            PartType.of(PresentedTicket.class, "the presented ticket", KeyUsage.TGS_REQ_PRESENTED_TICKET);
}

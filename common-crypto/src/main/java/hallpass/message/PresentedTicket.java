package hallpass.message;

import hallpass.crypto.KeyUsage;
import hallpass.crypto.Sealed;
import hallpass.wire.Field;

/** The ticket and its user's name under the session key: step 9 of the original. The TGS must first open the ticket that
 * travels by itself; then it sees here that the sender meant that same ticket. */
public record PresentedTicket(
        @Field("ticket") Sealed<Ticket> ticket,
        @Field("ID_c") PrincipalName client) {
    public static final PartType<PresentedTicket> PART =
            PartType.of(PresentedTicket.class, "the presented ticket", KeyUsage.TGS_REQ_PRESENTED_TICKET);
}

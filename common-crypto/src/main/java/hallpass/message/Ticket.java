package hallpass.message;

import hallpass.crypto.KeyUsage;
import hallpass.crypto.SymmetricKey;
import hallpass.wire.Field;
import java.time.Duration;
import java.time.Instant;

/** Contents of a ticket-granting ticket, encrypted under K_tgs. */
public record Ticket(
        @Field("K_c,tgs") SymmetricKey sessionKey,
        @Field("ID_c") PrincipalName client,
        @Field("AD_c") String address,
        @Field("ID_tgs") PrincipalName server,
        @Field("TS2") Instant issuedAt,
        @Field("Life2") Duration lifetime)
        implements TicketPart {
    public static final PartType<Ticket> PART = PartType.of(Ticket.class, "the ticket", KeyUsage.TICKET);
}

package hallpass.client.credential;

import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import hallpass.message.Ticket;
import hallpass.wire.Field;
import java.time.Duration;
import java.time.Instant;

/** A ticket-granting ticket, which only the TGS can decrypt, with the session key of K2. */
public record CachedTicket(
        @Field("ID_c") PrincipalName client,
        @Field("ID_tgs") PrincipalName server,
        @Field("K_c,tgs") SymmetricKey sessionKey,
        @Field("ticket") Sealed<Ticket> ticket,
        @Field("TS2") Instant issuedAt,
        @Field("Life2") Duration lifetime)
        implements CachedCredential {}

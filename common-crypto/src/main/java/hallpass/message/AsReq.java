package hallpass.message;

import hallpass.wire.Bytes;
import hallpass.wire.Field;
import java.time.Instant;

/**
 * K1, client to AS: requests a ticket-granting ticket.
 *
 * @param preAuthentication an encoded {@link SpakeResponse} with the guard {@code preauth},
 *     otherwise empty
 */
public record AsReq(
        @Field("ID_c") PrincipalName client,
        @Field("ID_tgs") PrincipalName server,
        @Field("N1") Nonce nonce,
        @Field("TS1") Instant sentAt,
        @Field("pre-authentication") Bytes preAuthentication)
        implements Message {}

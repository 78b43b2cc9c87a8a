package hallpass.message;

import hallpass.wire.Bytes;
import hallpass.wire.Field;
import java.time.Instant;

/** K1, client to AS: asks for a ticket-granting ticket. {@code preAuthentication} is empty in classic. */
public record AsReq(
        @Field("ID_c") PrincipalName client,
        @Field("ID_tgs") PrincipalName server,
        @Field("N1") Nonce nonce,
        @Field("TS1") Instant sentAt,
        @Field("pre-authentication") Bytes preAuthentication)
        implements Message {}

package hallpass.message;

import hallpass.wire.Field;
import java.time.Instant;

/** P3, client to application server: requests the server's certificate. */
public record ServerCertificateReq(
        @Field("ID_s") PrincipalName server, @Field("TS3") Instant sentAt) implements Message {}

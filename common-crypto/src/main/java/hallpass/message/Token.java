package hallpass.message;

import hallpass.crypto.KeyUsage;
import hallpass.crypto.SymmetricKey;
import hallpass.wire.Field;
import java.time.Duration;
import java.time.Instant;

/** Contents of a token (a service ticket), encrypted under K_s. */
public record Token(
        @Field("K_c,s") SymmetricKey sessionKey,
        @Field("ID_c") PrincipalName client,
        @Field("AD_c") String address,
        @Field("ID_s") PrincipalName server,
        @Field("TS4") Instant issuedAt,
        @Field("Life4") Duration lifetime)
        implements TicketPart {
    public static final PartType<Token> PART = PartType.of(Token.class, "the token", KeyUsage.TICKET);
}

package hallpass.message;

import hallpass.crypto.KeyUsage;
import hallpass.crypto.SymmetricKey;
import hallpass.wire.Field;
import java.time.Duration;
import java.time.Instant;

/** The part of K2 that is encrypted under K_c (RFC 4120 §5.4.2, EncASRepPart). */
public record AsRepPart(
        @Field("K_c,tgs") SymmetricKey sessionKey,
        @Field("ID_tgs") PrincipalName server,
        @Field("TS2") Instant issuedAt,
        @Field("Life2") Duration lifetime,
        @Field("N1") Nonce nonce)
        implements KdcRepPart {
    public static final PartType<AsRepPart> PART =
            PartType.of(AsRepPart.class, "the client's part", KeyUsage.AS_REP_PART);
}

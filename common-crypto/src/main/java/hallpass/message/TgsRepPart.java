package hallpass.message;

import hallpass.crypto.KeyUsage;
import hallpass.crypto.SymmetricKey;
import hallpass.wire.Field;
import java.time.Duration;
import java.time.Instant;

/** The part of K4 that is encrypted under K_c,tgs (RFC 4120 §5.4.2, EncTGSRepPart). */
public record TgsRepPart(
        @Field("K_c,s") SymmetricKey sessionKey,
        @Field("ID_s") PrincipalName server,
        @Field("TS4") Instant issuedAt,
        @Field("Life4") Duration lifetime,
        @Field("N2") Nonce nonce)
        implements KdcRepPart {
    public static final PartType<TgsRepPart> PART =
            PartType.of(TgsRepPart.class, "the client's part", KeyUsage.TGS_REP_PART);
}

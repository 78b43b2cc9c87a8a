package hallpass.message;

import hallpass.crypto.KeyUsage;
import hallpass.wire.Field;
import java.time.Instant;

/** The encrypted part of K8 and P8: the answer of the requested resource. */
public record ServiceRepPart(
        @Field("data") String data, @Field("TS") Instant sentAt) {
    public static final PartType<ServiceRepPart> FOR_SERVICE =
            PartType.of(ServiceRepPart.class, "the data", KeyUsage.SERVICE_REPLY);
    public static final PartType<ServiceRepPart> FOR_PKI =
            PartType.of(ServiceRepPart.class, "the data", KeyUsage.PKI_SERVICE_REPLY);
}

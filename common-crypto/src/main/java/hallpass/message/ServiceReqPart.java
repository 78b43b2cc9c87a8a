package hallpass.message;

import hallpass.crypto.KeyUsage;
import hallpass.wire.Field;
import java.time.Instant;

/**
 * The encrypted part of K7 and P7.
 *
 * @param request the name of the resource, then its arguments, separated by a space
 */
public record ServiceReqPart(
        @Field("req") String request, @Field("TS") Instant sentAt) {
    public static final PartType<ServiceReqPart> FOR_SERVICE =
            PartType.of(ServiceReqPart.class, "the request", KeyUsage.SERVICE_REQUEST);
    public static final PartType<ServiceReqPart> FOR_PKI =
            PartType.of(ServiceReqPart.class, "the request", KeyUsage.PKI_SERVICE_REQUEST);
}

package hallpass.message;

import hallpass.wire.Bytes;
import hallpass.wire.Field;
import hallpass.wire.Layout;

/**
 * Contents of K1's pre-authentication field with the guard {@code preauth} (RFC 9588 §4.3,
 * SPAKEResponse).
 *
 * @param share the client's public SPAKE value
 * @param confirmation proves that client and AS derived the same key from the same messages
 */
public record SpakeResponse(
        @Field("share") Bytes share, @Field("confirmation") Bytes confirmation) {
    public static final Layout<SpakeResponse> LAYOUT = LayoutFactory.of(SpakeResponse.class, "PRE-AUTHENTICATION");
}

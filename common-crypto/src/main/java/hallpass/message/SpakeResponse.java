package hallpass.message;

import hallpass.wire.Bytes;
import hallpass.wire.Field;
import hallpass.wire.Layout;

/**
 * What stands in K1's field for pre-authentication under the guard {@code preauth}.
 *
 * @param share the client's point of SPAKE
 * @param confirmation that both agreed on the same
 */
public record SpakeResponse(
        @Field("share") Bytes share, @Field("confirmation") Bytes confirmation) {
    public static final Layout<SpakeResponse> LAYOUT = Layouts.of(SpakeResponse.class, "PRE-AUTHENTICATION");
}
